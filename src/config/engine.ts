import { z } from 'zod';

const strings = z.array(z.string()).optional();
const outputs = z.strictObject({ collect: z.boolean().optional() }).optional();
const terraformLike = {
  version: z.string().optional(),
  override_tf_cmd: z.string().optional(),
  outputs,
};
const wrapped = { tf_cmd: z.string().optional(), tf_version: z.string().optional() };

const known = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('terraform'), ...terraformLike }),
  z.strictObject({ name: z.literal('tofu'), ...terraformLike }),
  z.strictObject({ name: z.literal('terragrunt'), ...terraformLike, ...wrapped }),
  z.strictObject({ name: z.literal('stategraph'), ...terraformLike, ...wrapped }),
  z.strictObject({
    name: z.literal('cdktf'),
    override_tf_cmd: z.string().optional(),
    outputs,
    ...wrapped,
  }),
  z.strictObject({ name: z.literal('pulumi') }),
  z.strictObject({ name: z.literal('fly'), config_file: z.string() }),
  z.strictObject({
    name: z.literal('custom'),
    init: strings,
    plan: strings,
    diff: strings,
    apply: strings,
    unsafe_apply: strings,
    outputs: strings,
  }),
]);

/** The language lets any map of texts through as an engine; nothing can run one. */
const other = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** The tool that plans and applies. */
export const engine = z.union([known, other]);
