/** GitHub's limit of a comment's body, less what its marker takes. */
export const COMMENT_LIMIT = 65_536 - 100;
