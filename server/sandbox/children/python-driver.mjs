// The Python that runs the author's code. It is evaluated before the code, and its names are out of the code's reach.
export const pythonDriver = String.raw`
def make_driver():
    import ast, datetime, decimal, json, os, random, re, sys, traceback, uuid
    from pyodide.code import eval_code_async

    # Pyodide's own API can mount, fetch and load. The code has no business with it, also not by an earlier import.
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyodide_js"]:
        del sys.modules[name]

    filename = "code.py"
    safe_integer = 2**53 - 1

    def refuse_system(command):
        raise PermissionError("Programs cannot be started here.")

    # A memory snapshot freezes the generator's state: every process must start from fresh entropy.
    random.seed()
    os.system = refuse_system
    sys.stdout.reconfigure(line_buffering=True, errors="replace")
    sys.stderr.reconfigure(line_buffering=True, errors="replace")

    def plain(value):
        if isinstance(value, (set, frozenset)):
            return list(value)
        if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
            return value.isoformat()
        if isinstance(value, (decimal.Decimal, uuid.UUID)):
            return str(value)
        raise TypeError(f"result holds a value of type {type(value).__name__}, which JSON cannot hold")

    def without_large_integers(value):
        if isinstance(value, dict):
            return {key: without_large_integers(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [without_large_integers(item) for item in value]
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) > safe_integer:
            return str(value)
        return value

    def to_json(value):
        text = json.dumps(value, default=plain, allow_nan=False)
        if re.search(r"\d{16}", text):
            text = json.dumps(without_large_integers(value), default=plain, allow_nan=False)
        return text

    def failure(error):
        line = None
        if isinstance(error, SyntaxError) and error.filename == filename:
            line = error.lineno
        frames = traceback.extract_tb(error.__traceback__)
        own = [index for index, frame in enumerate(frames) if frame.filename == filename]
        if own:
            line = frames[own[-1]].lineno
        shown = traceback.StackSummary.from_list(frames[own[0]:] if own else [])
        report = ["Traceback (most recent call last):\n", *shown.format()] if own else []
        report += traceback.format_exception_only(error)
        kind = "memory" if isinstance(error, MemoryError) else "failed"
        if isinstance(error, SystemExit):
            message = "The code called exit. Let it run to its end instead."
        else:
            message = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return {"kind": kind, "message": message, "line": line, "traceback": "".join(report)}

    async def drive(code, payload):
        names = {"__name__": "__main__", "payload": json.loads(payload), "result": None}
        try:
            await eval_code_async(code, globals=names, return_mode="none", filename=filename)
        except BaseException as error:
            return json.dumps(failure(error))
        try:
            return json.dumps({"kind": "done", "result": to_json(names.get("result"))})
        except RecursionError:
            problem = "result is nested too deeply or contains itself."
        except ValueError as error:
            circular = "Circular" in str(error)
            problem = "result contains itself." if circular else "result holds NaN or Infinity, which JSON cannot hold. Use None instead."
        except TypeError as error:
            problem = f"{error}."
        except MemoryError as error:
            return json.dumps(failure(error))
        return json.dumps({"kind": "failed", "message": problem, "line": None, "traceback": ""})

    return drive

make_driver()
`;
