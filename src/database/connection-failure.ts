import pg from 'pg';

/**
 * What work with a database failed with, said for who runs the server: on which database, as whom, and
 * what to do. Holds no password. `url` is the connection address; the error becomes the cause.
 */
export function connectionFailure(url: string, error: unknown): Error {
  // Reads the address as the connection itself does, with its defaults; connects to nothing.
  const { host, port, database, user } = new pg.Client({ connectionString: url });
  const place = `${host}:${port}`;
  const target = `the database "${database}" at ${place} as the user "${user}"`;
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return failure(
        `Nothing listens at ${place}, where the database "${database}" should be. Is PostgreSQL running there, and is DATABASE_URL right?`,
        error,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failure(
        `The host "${host}" of DATABASE_URL is not known here. Is it spelled right?`,
        error,
      );
    // 3D000 is invalid_catalog_name, 28P01 invalid_password, 28000 invalid_authorization_specification,
    // 42501 insufficient_privilege (PostgreSQL, appendix "Error codes").
    case '3D000':
      return failure(
        `There is no database "${database}" at ${place}. Create it (createdb --host ${host} --port ${port} ${database}), or name another one in DATABASE_URL.`,
        error,
      );
    case '28P01':
    case '28000':
      return failure(
        `PostgreSQL at ${place} refuses the user "${user}" for the database "${database}". Are the user and the password of DATABASE_URL right?`,
        error,
      );
    case '42501':
      return failure(
        `The user "${user}" may not do this in the database "${database}" at ${place}. Make it the owner of the database.`,
        error,
      );
    default:
      return failure(`Could not work with ${target}. Is DATABASE_URL right?`, error);
  }
}

function failure(what: string, cause: unknown): Error {
  return new Error(what, { cause });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
