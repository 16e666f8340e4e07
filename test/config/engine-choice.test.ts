import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/config.ts';
import { engineOf, workflowEngine } from '../../src/config/engine-choice.ts';
import { wireConfig } from '../../src/config/wire.ts';

/** The engine of the only workflow, given the one at the top. */
function chosen(workflow: object, top: object = {}) {
  const config = configSchema.parse({ ...top, workflows: [{ tag_query: '', ...workflow }] });
  const [made] = config.workflows;
  if (made === undefined) throw new Error('there is a workflow');
  return workflowEngine(made, engineOf(config));
}

describe('the engine of a workflow', () => {
  const terragrunt = {
    name: 'terragrunt',
    version: '0.80.0',
    tf_cmd: 'tofu',
    tf_version: '1.9.0',
    outputs: { collect: false },
  };

  it('is its own', () => {
    expect(chosen({ engine: { name: 'tofu' } })).toEqual({ name: 'tofu' });
  });

  it('is left to the one at the top where it has none', () => {
    expect(chosen({}, { engine: terragrunt })).toBeUndefined();
  });

  it('takes everything that it does not say from one of the same name', () => {
    expect(
      chosen({ engine: { name: 'terragrunt', tf_version: '1.8.0' } }, { engine: terragrunt }),
    ).toEqual({ ...terragrunt, tf_version: '1.8.0' });
  });

  it('takes what means the same from another one', () => {
    expect(chosen({ engine: { name: 'cdktf' } }, { engine: terragrunt })).toEqual({
      name: 'cdktf',
      tf_cmd: 'tofu',
      tf_version: '1.9.0',
      outputs: { collect: false },
    });
    const opentofu = { name: 'tofu', version: '1.9.0', override_tf_cmd: './tofu.sh' };
    expect(
      chosen({ engine: { name: 'terraform' } }, { engine: { ...opentofu, outputs: {} } }),
    ).toEqual({ name: 'terraform', outputs: {} });
  });

  it('takes nothing from one of another kind', () => {
    const custom = { name: 'custom', outputs: ['./outputs.sh'] };
    expect(chosen({ engine: { name: 'tofu' } }, { engine: custom })).toEqual({ name: 'tofu' });
    expect(chosen({ engine: { name: 'pulumi' } }, { engine: terragrunt })).toEqual({
      name: 'pulumi',
    });
  });
});

it('a runner gets the engine of each workflow whole', () => {
  const config = configSchema.parse({
    engine: { name: 'tofu', override_tf_cmd: './tofu.sh' },
    workflows: [{ tag_query: 'a', engine: { name: 'tofu', version: '1.9.0' } }, { tag_query: '' }],
  });
  expect(wireConfig(config, [], 'pr')).toMatchObject({
    engine: { name: 'tofu', override_tf_cmd: './tofu.sh' },
    workflows: [
      { engine: { name: 'tofu', version: '1.9.0', override_tf_cmd: './tofu.sh' } },
      { tag_query: '', lock_policy: 'strict' },
    ],
  });
});

describe('what older files say', () => {
  it('of the engine, by switches', () => {
    expect(chosen({ terragrunt: true, terraform_version: '1.5.7' })).toEqual({
      name: 'terragrunt',
      tf_version: '1.5.7',
    });
    expect(chosen({ cdktf: true })).toEqual({ name: 'cdktf' });
    expect(chosen({ terragrunt: true, engine: { name: 'tofu' } })).toEqual({ name: 'tofu' });
  });

  it('of the version of Terraform, is about what runs Terraform', () => {
    const workflow = { terraform_version: '1.5.7' };
    expect(chosen(workflow)).toEqual({ name: 'terraform', version: '1.5.7' });
    expect(chosen(workflow, { engine: { name: 'terragrunt', version: '0.80.0' } })).toEqual({
      name: 'terragrunt',
      version: '0.80.0',
      tf_version: '1.5.7',
    });
    expect(chosen(workflow, { engine: { name: 'tofu' } })).toBeUndefined();
  });

  it('of the version at the top, counts where no engine is named', () => {
    expect(engineOf({ engine: undefined, default_tf_version: '1.5.7' })).toEqual({
      name: 'terraform',
      version: '1.5.7',
    });
    expect(engineOf({ engine: { name: 'tofu' }, default_tf_version: '1.5.7' })).toEqual({
      name: 'tofu',
    });
  });
});
