import type { CheckReport } from "@/server/domain/doctor/report";

/** What one check tells while it works, for one reader: each report stands for all before it, so a slow reader misses nothing. */
export class Reports {
  #report: CheckReport;
  #isNew = true;
  #isOver = false;
  #failure: unknown;
  #wake: () => void = () => undefined;

  constructor(first: CheckReport) {
    this.#report = first;
  }

  change(make: (report: CheckReport) => Partial<CheckReport>): void {
    this.#report = { ...this.#report, ...make(this.#report) };
    this.#isNew = true;
    this.#wake();
  }

  end(last: Partial<CheckReport>): void {
    this.#isOver = true;
    this.change(() => last);
  }

  fail(error: unknown): void {
    this.#failure = error;
    this.end({});
  }

  /** Gives each report as it comes, until the last. */
  async *read(): AsyncGenerator<CheckReport, void, void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isNew) {
        this.#isNew = false;
        yield this.#report;
      } else if (this.#isOver) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
