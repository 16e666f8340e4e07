/** The builder cannot do its work for a reason that its user can change; the message says which. */
export class BuilderError extends Error {}
