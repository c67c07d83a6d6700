/** What helps a user mend a mistake. */
export interface ErrorHelp {
  /** What would have been right. */
  readonly expected?: string;
  /** Where: file:line:column, an option's name, a document path. */
  readonly place?: string;
  /** The command or change that mends it. */
  readonly hint?: string;
}

/** A mistake of whoever uses the lab: exit code 2. `code` is stable and kebab-case; the message never holds a secret. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly code: string;
  readonly help: ErrorHelp;

  constructor(code: string, message: string, help: ErrorHelp = {}) {
    super(message);
    this.code = code;
    this.help = help;
  }
}

/** The lab or what it stands on does not work (no core listening, port in use, database gone): exit code 3. */
export class LabError extends Error {
  override readonly name: string = 'LabError';
  readonly code: string;
  readonly help: ErrorHelp;

  constructor(code: string, message: string, help: ErrorHelp = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.help = help;
  }
}
