import { expect, it } from 'vitest';
import { bearer, ControlPlane, forgeToken, manifest, workToken } from './control-plane.ts';
import { Repository } from './repository.ts';
import { run } from './runner-process.ts';

const password = 'p"ss w/rd+<1>';
const key = '-----BEGIN KEY-----\nMIIEvgIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----';
const planKey = 'the-key-that-plans-are-sealed-with';

const script = `
echo "plain $PASSWORD"
printf '%s' "$PASSWORD" | base64
printf 'x%s' "$PASSWORD" | base64
printf 'xx%s' "$PASSWORD" | base64
echo "$KEY" >&2
echo "$KEY" | base64
node -e 'const p = process.env.PASSWORD; console.log(JSON.stringify({p}), encodeURIComponent(p))'
node -e 'process.stdout.write(process.env.PASSWORD.slice(0, 5)); setTimeout(() => console.log(process.env.PASSWORD.slice(5)), 50)'
echo "$TERRATEAM_GITHUB_TOKEN"
echo "::add-mask::learned-later"
echo "was learned-later"
`;

it('secrets reach neither the log, nor results, nor the summary, in any usual form', async () => {
  await using server = await new ControlPlane().start();
  using repository = new Repository({
    'leak.sh': script,
    'a/main.tf': `
      variable "password" {
        type      = string
        sensitive = true
      }
      resource "terraform_data" "leak" {
        input = nonsensitive(jsonencode({ p = var.password, q = urlencode(var.password), b = base64encode(var.password) }))
        provisioner "local-exec" { command = "echo learned-later" }
      }
      output "leak" { value = nonsensitive(var.password) }`,
  });
  const hook = { type: 'run', cmd: ['sh', 'leak.sh'] };
  const config = {
    hooks: { all: { pre: [hook], post: [{ ...hook, cmd: ['false', '$PASSWORD'] }] } },
  };
  server.manifests.push(
    manifest('plan', ['a'], { config }),
    manifest('unsafe-apply', ['a'], { config, result_version: 2 }),
  );
  const { log, summary } = await run(server, repository.checkout(), {
    PATH: `${process.execPath.replace(/\/node$/, '')}:${process.env.PATH}`,
    SECRETS_CONTEXT: JSON.stringify({ PASSWORD: password, TF_VAR_PASSWORD: password, KEY: key }),
    TERRANE_PLAN_KEY: planKey,
  });
  expect(server.results).toHaveLength(2);
  expect(JSON.stringify(server.results)).toContain('plain ***');
  expect(log).toContain('was ***');

  const everything = [log, summary, ...server.results.flatMap(textsIn)].join('\n');
  const forms = [
    password,
    ...key.split('\n'),
    planKey,
    bearer,
    forgeToken,
    workToken,
    'learned-later',
  ]
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/.?=*$/, ''),
    ])
    .concat(Buffer.from(password).toString('base64').slice(2, -4));
  expect(forms.filter((form) => everything.includes(form))).toEqual([]);
});

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
