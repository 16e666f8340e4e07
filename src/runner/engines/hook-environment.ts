import { engineConfigOf, type OperationConfig } from '../manifest/operation-config.ts';

/** What hooks, which run in no dirspace, are told of the engine of the repository. */
export function hookEngineEnvironment(config: OperationConfig): Record<string, string> {
  const { name, tf_cmd = 'terraform', override_tf_cmd } = engineConfigOf(config, undefined);
  const engine = { TERRATEAM_ENGINE_NAME: name };
  switch (name) {
    case 'terraform':
    case 'tofu':
      return { ...engine, TERRATEAM_TF_CMD: override_tf_cmd ?? name };
    case 'terragrunt':
    case 'cdktf':
    case 'stategraph':
      return { ...engine, TERRATEAM_TF_CMD: override_tf_cmd ?? tf_cmd };
    default:
      return engine;
  }
}
