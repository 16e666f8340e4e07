/** Replaced when the database room is in place. */
export default async function setup(): Promise<void> {}
