/** The last `capacity` values, oldest first when read. Written in place: nothing is allocated while figures come in. */
export class Ring {
  readonly #values: Float64Array;
  #next = 0;
  #count = 0;

  constructor(readonly capacity: number) {
    this.#values = new Float64Array(capacity);
  }

  /** NaN marks a moment without a value. */
  push(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.capacity;
    this.#count = Math.min(this.capacity, this.#count + 1);
  }

  get length(): number {
    return this.#count;
  }

  get last(): number | undefined {
    return this.#count ? this.#values[(this.#next - 1 + this.capacity) % this.capacity] : undefined;
  }

  /** Gaps as null. */
  values(): (number | null)[] {
    const out: (number | null)[] = [];
    for (let at = 0; at < this.#count; at += 1) {
      const value = this.#values[(this.#next - this.#count + at + this.capacity) % this.capacity] ?? Number.NaN;
      out.push(Number.isNaN(value) ? null : value);
    }
    return out;
  }
}
