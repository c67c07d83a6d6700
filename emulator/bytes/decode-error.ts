/**
 * The only error that a decoder throws: the bytes are not what the specification says.
 * `offset` counts octets from the start of the outermost buffer that was handed to the decoder (for APER, the
 * octet that holds the first bad bit); `path` names the field, outermost first, joined with dots.
 */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly offset: number;
  path: string;
  readonly reason: string;

  constructor(reason: string, offset: number, path = '') {
    super(reason);
    this.reason = reason;
    this.offset = offset;
    this.path = path;
    this.message = describe(reason, offset, path);
  }

  /** Puts an outer field name before the path, while the error travels outwards. Returns itself for `throw`. */
  inside(field: string): this {
    this.path = this.path === '' ? field : `${field}.${this.path}`;
    this.message = describe(this.reason, this.offset, this.path);
    return this;
  }
}

function describe(reason: string, offset: number, path: string): string {
  return `${reason} at octet ${offset}${path === '' ? '' : ` in ${path}`}`;
}
