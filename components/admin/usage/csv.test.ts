import { describe, expect, test } from "vitest";
import { dollars, toCsv } from "./csv";

describe("CSV", () => {
  test("has a header and one line for each row", () => {
    expect(
      toCsv(
        ["day", "tokens"],
        [
          ["2026-11-01", 5],
          ["2026-11-02", null],
        ],
      ),
    ).toBe("day,tokens\r\n2026-11-01,5\r\n2026-11-02,\r\n");
  });

  test("quotes what would break a line or a cell", () => {
    expect(toCsv(["name"], [['a,"b"\nc']])).toBe('name\r\n"a,""b""\nc"\r\n');
  });

  test.each(["=1+1", "+1", "-1", "@sum", "\t=1"])("never lets a spreadsheet run %j", (text) => {
    expect(toCsv(["name"], [[text]])).toBe(`name\r\n'${text}\r\n`);
  });

  test("a negative number stays a number", () => {
    expect(toCsv(["n"], [[-5]])).toBe("n\r\n-5\r\n");
  });

  test("money is exact to the micro-dollar", () => {
    expect(dollars(1)).toBe("0.000001");
    expect(dollars(12_340_000)).toBe("12.340000");
  });
});
