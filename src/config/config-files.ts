/** Where a repository keeps its configuration, from its root: the first that is there counts. */
export const CONFIG_FILES = [
  '.terrateam/config.yml',
  '.terrateam/config.yaml',
  '.stategraph/config.yml',
  '.stategraph/config.yaml',
] as const;
