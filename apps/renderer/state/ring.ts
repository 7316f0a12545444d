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

  /** A copy, oldest first. */
  values(): Float64Array {
    const begin = this.#count < this.capacity ? 0 : this.#next;
    const out = new Float64Array(this.#count);
    out.set(this.#values.subarray(begin, begin + Math.min(this.#count, this.capacity - begin)));
    if (begin > 0) out.set(this.#values.subarray(0, begin), this.capacity - begin);
    return out;
  }
}
