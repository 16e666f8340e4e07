/** What a comment asks for. Plain JSON. Tag queries are text that is known to parse. */
export type Command =
  | { readonly kind: 'plan' | 'apply' | 'apply-autoapprove'; readonly query: string }
  /** No numbers: this pull request. */
  | { readonly kind: 'unlock'; readonly pullNumbers: readonly number[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'unavailable'; readonly given: string }
  | { readonly kind: 'unknown'; readonly given: string; readonly nearest: string | null }
  | { readonly kind: 'bad-query'; readonly query: string; readonly error: string }
  | { readonly kind: 'bad-unlock-id'; readonly given: string };
