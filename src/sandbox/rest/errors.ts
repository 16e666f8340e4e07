const DOCUMENTATION = 'https://docs.github.com/rest';

interface FieldError {
  resource: string;
  field: string;
  code: string;
  message: string;
}

/** What the sandbox refuses, in GitHub's words; becomes the answer's status and body. */
export class ForgeError extends Error {
  readonly status: number;
  readonly errors: FieldError[];

  constructor(status: number, message: string, errors: FieldError[] = []) {
    super(message);
    this.name = 'ForgeError';
    this.status = status;
    this.errors = errors;
  }

  /** GitHub's error body. */
  get body() {
    return {
      message: this.message,
      ...(this.errors.length > 0 && { errors: this.errors }),
      documentation_url: DOCUMENTATION,
      status: String(this.status),
    };
  }
}

/** GitHub hides what one may not see behind the same words as what does not exist. */
export function notFound(): ForgeError {
  return new ForgeError(404, 'Not Found');
}

/** 422: a field is wrong. */
export function invalid(resource: string, message: string, field = 'base'): ForgeError {
  return new ForgeError(422, `Validation Failed: ${message}`, [
    { resource, field, code: 'custom', message },
  ]);
}
