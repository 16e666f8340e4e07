export const id = 757;
export const ids = [757];
export const modules = {

/***/ 26:
/***/ ((__unused_webpack_module, exports) => {

var __webpack_unused_export__;

__webpack_unused_export__ = true;
__webpack_unused_export__ = exports.kp = void 0;
var peq = new Uint32Array(0x10000);
var myers_32 = function (a, b) {
    var n = a.length;
    var m = b.length;
    var lst = 1 << (n - 1);
    var pv = -1;
    var mv = 0;
    var sc = n;
    var i = n;
    while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
    }
    for (i = 0; i < m; i++) {
        var eq = peq[b.charCodeAt(i)];
        var xv = eq | mv;
        eq |= ((eq & pv) + pv) ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
            sc++;
        }
        if (pv & lst) {
            sc--;
        }
        mv = (mv << 1) | 1;
        pv = (pv << 1) | ~(xv | mv);
        mv &= xv;
    }
    i = n;
    while (i--) {
        peq[a.charCodeAt(i)] = 0;
    }
    return sc;
};
var myers_x = function (b, a) {
    var n = a.length;
    var m = b.length;
    var mhc = [];
    var phc = [];
    var hsize = Math.ceil(n / 32);
    var vsize = Math.ceil(m / 32);
    for (var i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
    }
    var j = 0;
    for (; j < vsize - 1; j++) {
        var mv_1 = 0;
        var pv_1 = -1;
        var start_1 = j * 32;
        var vlen_1 = Math.min(32, m) + start_1;
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (var i = 0; i < n; i++) {
            var eq = peq[a.charCodeAt(i)];
            var pb = (phc[(i / 32) | 0] >>> i) & 1;
            var mb = (mhc[(i / 32) | 0] >>> i) & 1;
            var xv = eq | mv_1;
            var xh = ((((eq | mb) & pv_1) + pv_1) ^ pv_1) | eq | mb;
            var ph = mv_1 | ~(xh | pv_1);
            var mh = pv_1 & xh;
            if ((ph >>> 31) ^ pb) {
                phc[(i / 32) | 0] ^= 1 << i;
            }
            if ((mh >>> 31) ^ mb) {
                mhc[(i / 32) | 0] ^= 1 << i;
            }
            ph = (ph << 1) | pb;
            mh = (mh << 1) | mb;
            pv_1 = mh | ~(xv | ph);
            mv_1 = ph & xv;
        }
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] = 0;
        }
    }
    var mv = 0;
    var pv = -1;
    var start = j * 32;
    var vlen = Math.min(32, m - start) + start;
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
    }
    var score = m;
    for (var i = 0; i < n; i++) {
        var eq = peq[a.charCodeAt(i)];
        var pb = (phc[(i / 32) | 0] >>> i) & 1;
        var mb = (mhc[(i / 32) | 0] >>> i) & 1;
        var xv = eq | mv;
        var xh = ((((eq | mb) & pv) + pv) ^ pv) | eq | mb;
        var ph = mv | ~(xh | pv);
        var mh = pv & xh;
        score += (ph >>> (m - 1)) & 1;
        score -= (mh >>> (m - 1)) & 1;
        if ((ph >>> 31) ^ pb) {
            phc[(i / 32) | 0] ^= 1 << i;
        }
        if ((mh >>> 31) ^ mb) {
            mhc[(i / 32) | 0] ^= 1 << i;
        }
        ph = (ph << 1) | pb;
        mh = (mh << 1) | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
    }
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
    }
    return score;
};
var distance = function (a, b) {
    if (a.length < b.length) {
        var tmp = b;
        b = a;
        a = tmp;
    }
    if (b.length === 0) {
        return a.length;
    }
    if (a.length <= 32) {
        return myers_32(a, b);
    }
    return myers_x(a, b);
};
__webpack_unused_export__ = distance;
var closest = function (str, arr) {
    var min_distance = Infinity;
    var min_index = 0;
    for (var i = 0; i < arr.length; i++) {
        var dist = distance(str, arr[i]);
        if (dist < min_distance) {
            min_distance = dist;
            min_index = i;
        }
    }
    return arr[min_index];
};
exports.kp = closest;


/***/ }),

/***/ 757:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  workRound: () => (/* binding */ workRound)
});

// EXTERNAL MODULE: ../../zod/v4/classic/schemas.js + 14 modules
var schemas = __webpack_require__(632);
;// CONCATENATED MODULE: ./src/protocol/result.js

/*
 * Results travel from runner to server, in the body of `PUT …/work-manifests/{id}`. They are strict:
 * an unknown key or a wrong type is an error that names the field.
 */
const dirspaceScope = schemas/* strictObject */.rej({
    type: schemas/* literal */.euz('dirspace').optional(),
    dir: schemas/* string */.YjP(),
    workspace: schemas/* string */.YjP(),
});
const runScope = schemas/* strictObject */.rej({
    type: schemas/* literal */.euz('run').optional(),
    /** `hooks` for hook steps. */
    flow: schemas/* string */.YjP(),
    /** `pre` or `post` for hook steps. */
    subflow: schemas/* string */.YjP(),
});
/** Where a step ran: in a dirspace, or in the run around them. Tell them apart by `'dir' in scope`. */
const stepScope = schemas/* union */.KCZ([dirspaceScope, runScope], {
    error: 'expected {type: "dirspace", dir, workspace} or {type: "run", flow, subflow}',
});
/** Free-form; `step-payload.ts` has what we read of it. */
const payload = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J());
const stepResult = schemas/* strictObject */.rej({
    step: schemas/* string */.YjP().min(1),
    scope: stepScope,
    payload,
    success: schemas/* boolean */.zMY(),
    ignore_errors: schemas/* boolean */.zMY(),
});
/** An approval that a step asks for before apply. */
const gate = schemas/* strictObject */.rej({
    token: schemas/* string */.YjP().optional(),
    name: schemas/* string */.YjP().optional(),
    all_of: schemas/* array */.YOg(schemas/* string */.YjP()).optional(),
    any_of: schemas/* array */.YOg(schemas/* string */.YjP()).optional(),
    any_of_count: schemas/* int */.Whr().optional(),
    dir: schemas/* string */.YjP().optional(),
    workspace: schemas/* string */.YjP().optional(),
});
/** Result of plan, apply and unsafe-apply, version 2. */
const operationResultV2 = schemas/* strictObject */.rej({
    steps: schemas/* array */.YOg(stepResult),
    gates: schemas/* array */.YOg(gate).optional(),
});
const stepWithoutDetail = schemas/* enum */.k5n([
    'apply',
    'checkout',
    'cost-estimation',
    'drift-create-issue',
    'init',
    'oidc',
    'plan',
]);
const workflowStepV1 = schemas/* discriminatedUnion */.gMt('type', [
    schemas/* strictObject */.rej({ type: stepWithoutDetail }),
    schemas/* strictObject */.rej({
        type: schemas/* literal */.euz('run'),
        cmd: schemas/* array */.YOg(schemas/* string */.YjP()),
        exit_code: schemas/* int */.Whr().optional(),
    }),
    schemas/* strictObject */.rej({
        type: schemas/* literal */.euz('env'),
        cmd: schemas/* array */.YOg(schemas/* string */.YjP()),
        method: schemas/* string */.YjP().optional(),
        name: schemas/* string */.YjP().optional(),
    }),
]);
const stepResultV1 = schemas/* strictObject */.rej({
    workflow_step: workflowStepV1,
    success: schemas/* boolean */.zMY(),
    outputs: payload.optional(),
});
/** Result of plan, apply and unsafe-apply, version 1. */
const operationResultV1 = schemas/* strictObject */.rej({
    overall: schemas/* strictObject */.rej({
        outputs: schemas/* strictObject */.rej({ pre: schemas/* array */.YOg(stepResultV1), post: schemas/* array */.YOg(stepResultV1) }),
        success: schemas/* boolean */.zMY(),
    }),
    dirspaces: schemas/* array */.YOg(schemas/* strictObject */.rej({
        path: schemas/* string */.YjP(),
        workspace: schemas/* string */.YjP(),
        success: schemas/* boolean */.zMY(),
        outputs: schemas/* array */.YOg(stepResultV1),
    })),
});
/** Result of index: the modules that each directory uses, and what could not be read. */
const indexResult = schemas/* strictObject */.rej({
    paths: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* strictObject */.rej({
        /** Called there, and called by those in turn; paths from the directory (`./net`, `../dns`). */
        modules: schemas/* array */.YOg(schemas/* string */.YjP()),
        /** By the file's path from the directory: its own files, and those of its modules. */
        failures: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* strictObject */.rej({ msg: schemas/* string */.YjP(), lnum: schemas/* int */.Whr().optional() })),
    })),
    /** Links to what they lead to, both from the repository's root. */
    symlinks: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()).optional(),
    /** Whether every file could be read. */
    success: schemas/* boolean */.zMY(),
    version: schemas/* literal */.euz(1),
});
const buildConfigResult = schemas/* strictObject */.rej({ config: schemas/* unknown */.L5J() });
const buildTreeResult = schemas/* strictObject */.rej({
    files: schemas/* array */.YOg(schemas/* strictObject */.rej({
        path: schemas/* string */.YjP(),
        changed: schemas/* boolean */.zMY().optional(),
        id: schemas/* string */.YjP().optional(),
    })),
});
/** Why a builder or the index has no result. */
const failureResult = schemas/* strictObject */.rej({ msg: schemas/* string */.YjP() });
/** Any result body, whichever manifest it answers. */
const resultBody = schemas/* union */.KCZ([
    indexResult,
    buildConfigResult,
    buildTreeResult,
    failureResult,
    operationResultV1,
    operationResultV2,
]);
/**
 * The strict schema of the result that answers a manifest of this type. `resultVersion` counts for
 * plan, apply and unsafe-apply only. A body with `msg` is read as a failure where one is allowed, so
 * that an error names the field of the shape that was meant.
 */
function resultSchemaFor(type, resultVersion) {
    switch (type) {
        case 'plan':
        case 'apply':
        case 'unsafe-apply':
            return resultVersion === 1 ? operationResultV1 : operationResultV2;
        case 'index':
            return orFailure(indexResult);
        case 'build-config':
            return orFailure(buildConfigResult);
        case 'build-tree':
            return orFailure(buildTreeResult);
    }
}
/** Like a union with `failureResult`, but with the issues of the one branch that was meant. */
function orFailure(schema) {
    return z.unknown().transform((body, context) => {
        const meant = typeof body === 'object' && body !== null && 'msg' in body ? failureResult : schema;
        const parsed = meant.safeParse(body);
        if (parsed.success)
            return parsed.data;
        for (const { path, message } of parsed.error.issues) {
            context.issues.push({ code: 'custom', path, message, input: body });
        }
        return z.NEVER;
    });
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
// EXTERNAL MODULE: ./src/runner/http/control-plane.js + 3 modules
var control_plane = __webpack_require__(512);
// EXTERNAL MODULE: ./src/runner/process/interruption.js
var interruption = __webpack_require__(528);
// EXTERNAL MODULE: ./src/runner/source/checkout.js
var source_checkout = __webpack_require__(479);
;// CONCATENATED MODULE: ./src/runner/source/source.js

/**
 * Sees to it that the expected commit is checked out, and merges the base branch into it. A build is of
 * the commit that it names, and of that alone: what it brings is kept for the commit.
 */
async function prepareSource(checkout, manifest) {
    const { checkout: other, head_sha: expected, base_ref: base } = manifest;
    if (other && isOfBase(manifest))
        await checkout.switchToCommit(other.sha);
    else if (other)
        await checkout.switchTo(other);
    const checkedOut = await checkout.givenCommit();
    if (expected !== undefined && expected !== checkedOut) {
        throw new source_checkout/* CheckoutError */.v(`This work is for commit ${expected}, but ${checkedOut} is checked out. Was the branch ` +
            'pushed to since? The workflow must check out the commit it was started for.');
    }
    const isAlone = expected !== undefined && !('changed_dirspaces' in manifest);
    if (!isAlone)
        await checkout.mergeBase(base);
    return { head: checkedOut, tree: await checkout.tree() };
}
/** Whether the work is about the base branch itself. */
function isOfBase({ checkout, base_ref }) {
    return checkout?.ref === `refs/heads/${base_ref}`;
}

// EXTERNAL MODULE: ./src/runner/steps/step-result.js
var step_result = __webpack_require__(181);
;// CONCATENATED MODULE: ./src/runner/steps/access-token-step.js



const step = 'auth/update-terrateam-github-token';
/**
 * Gives the steps that follow a fresh `TERRATEAM_GITHUB_TOKEN`. A control plane that offers none (404)
 * is no failure: the variable is then not set. On GitLab there is no such token, and no step.
 */
async function accessTokenSteps(place, scope) {
    if (place.run.settings.forge.kind === 'gitlab')
        return [];
    return [{ step, scope, ...(await refresh(place)), ignore_errors: false }];
}
async function refresh(place) {
    try {
        const { token, why } = await forgeToken(place.run, place.run.manifest);
        if (token !== undefined)
            place.env.TERRATEAM_GITHUB_TOKEN = token;
        return { success: true, payload: { ...(why && { text: why }), visible_on: 'error' } };
    }
    catch (error) {
        if (error instanceof control_plane/* ControlPlaneError */.C)
            return (0,step_result/* failure */.V2)(error.message);
        throw error;
    }
}
/**
 * A fresh token for what runs next, known to the masker, or why there is none. Throws
 * `ControlPlaneError`.
 */
async function forgeToken({ controlPlane, masker, settings }, manifest) {
    if (settings.forge.kind === 'gitlab')
        return { why: 'GitLab has no such tokens.' };
    if (manifest.checkout && !isOfBase(manifest)) {
        return { why: 'A stranger’s code gets no token: TERRATEAM_GITHUB_TOKEN is not set.' };
    }
    const token = await controlPlane.accessToken();
    if (token === undefined) {
        return { why: 'The control plane offers no token: TERRATEAM_GITHUB_TOKEN is not set.' };
    }
    masker.add(token);
    return { token };
}

// EXTERNAL MODULE: ./src/runner/source/git-config.js
var git_config = __webpack_require__(330);
;// CONCATENATED MODULE: ./src/runner/steps/step-environment.js


/** Environment of every step of a run, hooks included, and of the scripts of a build. */
function runEnvironment(settings, manifest, tmpdir) {
    const { environment: given, root } = settings;
    return withLowerCaseVariables({
        ...given,
        ...githubTokens(given),
        ...longerPath(given),
        ...gitEnvironment(settings),
        TF_IN_AUTOMATION: 'true',
        TF_INPUT: 'false',
        TG_NON_INTERACTIVE: 'true',
        TERRAGRUNT_NON_INTERACTIVE: 'true',
        TERRATEAM_ROOT: root,
        TERRATEAM_TMPDIR: tmpdir,
        ...(manifest.run_kind && { TERRATEAM_RUN_KIND: manifest.run_kind }),
        ...(manifest.run_kind_data && {
            TERRATEAM_RUN_KIND_DATA: JSON.stringify(manifest.run_kind_data),
        }),
        TERRATEAM_BASE_REF: manifest.base_ref,
    });
}
/** What a dirspace adds to the environment of the run. Variables of its stack win over the run's. */
function dirspaceEnvironment(run, dirspace, engineName, planFile) {
    return withLowerCaseVariables({
        ...run,
        ...withLowerCaseVariables(dirspace.variables ?? {}),
        TERRATEAM_DIR: dirspace.path,
        TERRATEAM_WORKSPACE: dirspace.workspace,
        TERRATEAM_STACK: dirspace.stack_name,
        TERRATEAM_PLAN_FILE: planFile,
        TERRATEAM_ENGINE_NAME: engineName,
    });
}
/** The forge's token under the names that tools read, from a secret named `github_token` in any case. */
function githubTokens(given) {
    const name = Object.keys(given).find((key) => key.toLowerCase() === 'github_token');
    const token = name === undefined ? undefined : given[name];
    return token === undefined ? {} : { GITHUB_TOKEN: token, TENV_GITHUB_TOKEN: token };
}
/** Programs of the user's: found before, or after, those of the machine. */
function longerPath({ TERRATEAM_PREPEND_PATH, PATH, TERRATEAM_APPEND_PATH, }) {
    const parts = [TERRATEAM_PREPEND_PATH, PATH, TERRATEAM_APPEND_PATH].filter(Boolean);
    return parts.length === 0 ? {} : { PATH: parts.join(external_node_path_.delimiter) };
}
/** What git needs in the checkout, and to fetch modules where the user gives no key for them. */
function gitEnvironment({ environment, root, forge }) {
    const config = (0,git_config/* gitConfigEnvironment */.m)(environment, root);
    if (forge.kind === 'gitlab' || hasSshKeys(environment))
        return config;
    const { server, tokenVariable } = forge;
    return { ...config, ...(0,git_config/* gitOverHttps */.k)({ ...environment, ...config }, server, tokenVariable) };
}
/** Whether git can read over ssh: by keys that the user gave, or an agent that runs already. */
function hasSshKeys(env) {
    return Boolean(env.SSH_AUTH_SOCK) || sshKeyVariables(env).length > 0;
}
/** The variables that hold ssh keys. */
function sshKeyVariables(env) {
    return Object.keys(env).filter((name) => name.startsWith('TERRATEAM_SSH_KEY') && env[name] !== '');
}
/** CI stores names in upper case, Terraform's variables are usually lower case: both are given. */
function withLowerCaseVariables(env) {
    const added = {};
    for (const [name, value] of Object.entries(env)) {
        const lower = name.replace(/^TF_VAR_(.*)$/, (_, rest) => `TF_VAR_${rest.toLowerCase()}`);
        if (!(lower in env))
            added[lower] = value;
    }
    return { ...env, ...added };
}

// EXTERNAL MODULE: ../../zod/v4/core/errors.js
var errors = __webpack_require__(806);
;// CONCATENATED MODULE: ./src/runner/builds/build-answer.js



/** A build has no result, for the reason that the message gives. */
class BuildFailed extends Error {
}
/*
 * What the programs of builds print, checked: it becomes a result, and with it the configuration or
 * the tree that everything else is decided on. Each throws `BuildFailed`.
 */
/** The index that our own indexer prints. Files that it could not read are part of it. */
function indexAnswer(printed, mask) {
    const result = indexResult.parse(json(printed, 'The indexer'));
    const entries = Object.entries(result.paths);
    for (const [, { failures }] of entries) {
        // They quote the file.
        for (const failure of Object.values(failures))
            failure.msg = mask(failure.msg);
    }
    const calls = entries.reduce((sum, [, { modules }]) => sum + modules.length, 0);
    const links = Object.keys(result.symlinks ?? {}).length;
    const failures = entries.flatMap(([dir, { failures: here }]) => Object.entries(here).map(([file, { msg, lnum }]) => {
        const line = lnum === undefined ? '' : `:${lnum}`;
        return `${external_node_path_.posix.join(dir, file)}${line}: ${msg}`;
    }));
    const summary = `Directories: ${entries.length}; modules that they call: ${calls}; symbolic links: ${links}`;
    return { result, succeeded: true, lines: [summary, ...new Set(failures)] };
}
/** The configuration that config_builder.script prints. */
function configAnswer(printed) {
    const config = json(printed, 'config_builder.script');
    if (typeof config !== 'object' || config === null || Array.isArray(config)) {
        throw new BuildFailed('config_builder.script must print the configuration as a JSON object; ' +
            `it printed ${kind(config)}.`);
    }
    const lines = [`Keys of the configuration: ${Object.keys(config).join(', ') || 'none'}`];
    return { result: { config }, succeeded: true, lines };
}
const file = schemas/* strictObject */.rej({
    path: schemas/* string */.YjP(),
    id: schemas/* string */.YjP().optional(),
    changed: schemas/* boolean */.zMY().optional(),
});
/** The files that tree_builder.script prints. */
function treeAnswer(printed, root) {
    const items = json(printed, 'tree_builder.script');
    if (!Array.isArray(items)) {
        throw new BuildFailed('tree_builder.script must print a JSON array of {"path": …, "id": …}; ' +
            `it printed ${kind(items)}.`);
    }
    const files = items.map((item, index) => fileOf(item, index, root));
    return { result: { files }, succeeded: true, lines: [`Files of the tree: ${files.length}`] };
}
function fileOf(item, index, root) {
    const wrong = (what) => {
        const shown = (JSON.stringify(item) ?? '').slice(0, 200);
        throw new BuildFailed(`tree_builder.script: item ${index} (from 0), ${shown}: ${what}`);
    };
    const parsed = file.safeParse(item);
    if (!parsed.success)
        return wrong(errors/* prettifyError */.S1(parsed.error));
    const path = fromRoot(parsed.data.path, root);
    if (path === '' || path.includes('\0'))
        return wrong('path is not that of a file');
    if (path.split('/').includes('..'))
        return wrong('path leads upwards with ..');
    return { ...parsed.data, path };
}
/** A path below the repository's root, however the script has it. */
function fromRoot(path, root) {
    const prefixes = ['$TERRATEAM_ROOT/', '${TERRATEAM_ROOT}/', `${root}/`];
    const prefix = prefixes.find((one) => path.startsWith(one)) ?? '';
    return path.slice(prefix.length).replace(/^(\.?\/)+/, '');
}
function json(printed, what) {
    if (printed.trim() === '')
        throw new BuildFailed(`${what} printed nothing on standard output.`);
    try {
        return JSON.parse(printed);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new BuildFailed(`${what} must print JSON on standard output, and nothing else: ${reason}`);
    }
}
function kind(value) {
    if (value === null)
        return 'null';
    return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

;// CONCATENATED MODULE: ./src/runner/builds/build-secrets.js

/** Keys beyond these say no more of where something stands. */
const shownKeys = 8;
const longestKey = 200;
/**
 * Refuses what a script printed when a secret is in it: everybody may read a configuration and a tree.
 * What is `known` of the repository is no secret, also when a variable among the job's secrets, a
 * region for instance, has the same value. Throws `BuildFailed`.
 */
async function refuseSecrets(name, printed, masker, known) {
    const value = build_secrets_json(printed);
    // Both as it is printed and as it would be posted: JSON may write each character in another way.
    const found = masker.formsIn(`${printed}\n${JSON.stringify(value) ?? ''}`);
    if (found.length === 0)
        return;
    const shown = await known();
    const secrets = found.filter((form) => !shown.includes(form));
    if (secrets.length === 0)
        return;
    const place = placeOf(value, (text) => secrets.some((form) => text.includes(form)));
    throw new BuildFailed(`${name} printed a secret of the job${place && `, at ${place}`}. Nothing that it printed was ` +
        'taken, because everybody who sees the repository could read it. Have the script leave it out.');
}
/** The keys that lead to it. */
function placeOf(value, reveals) {
    const keys = [];
    for (let at = value; typeof at === 'object' && at !== null && keys.length < shownKeys;) {
        const next = Object.entries(at).find(([key, part]) => reveals(JSON.stringify({ [key]: part })));
        if (next === undefined || next[0].length > longestKey)
            break;
        keys.push(next[0]);
        if (reveals(next[0]))
            break;
        at = next[1];
    }
    return keys.join('.');
}
function build_secrets_json(printed) {
    try {
        return JSON.parse(printed);
    }
    catch {
        return undefined; // which is said when the answer is read
    }
}

;// CONCATENATED MODULE: ./src/runner/builds/bundled-programs.js


/** The bundle of programs that lies beside the runner's. */
const bundle = (0,external_node_path_.join)(import.meta.dirname, '..', 'builders', 'index.js');
/** Programs that scripts of a build find on their PATH. */
const onPath = ['terrateam-aux-repo-config', 'terragrunt-config-builder'];
/** How the indexer is started. It runs in a process of its own: what it reads is strangers' input. */
const indexer = [process.execPath, bundle, 'index'];
/** Puts the bundled programs into a new folder, and returns it. A job need not have Node on its PATH. */
async function programsFolder(tmpdir) {
    const folder = (0,external_node_path_.join)(tmpdir, 'bin');
    await (0,promises_.mkdir)(folder);
    for (const name of onPath) {
        const file = (0,external_node_path_.join)(folder, name);
        const command = [process.execPath, bundle, name].map(quoted).join(' ');
        await (0,promises_.writeFile)(file, `#!/bin/sh\nexec ${command} "$@"\n`);
        await (0,promises_.chmod)(file, 0o755);
    }
    return folder;
}
/** As one word of a shell. */
function quoted(text) {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}

;// CONCATENATED MODULE: ./src/runner/builds/build.js














/** More is not taken by a server: it is no configuration, and no tree that anybody works with. */
const largestAnswer = 60 << 20;
/** In seconds. A script that downloads what it needs takes minutes; one that waits never ends. */
const defaultTimeout = 30 * 60;
/** How much of what a program said of its failure is part of the message, in UTF-16 units. */
const shownErrors = 4_000;
/**
 * Does what a build manifest asks for. Never throws: whatever happens, there is a result to post, with
 * `msg` where it failed.
 */
async function buildOn(job, manifest) {
    const failed = (reason) => failedBuild(job.masker.mask(reason));
    const built = build(job, manifest).catch((error) => {
        if (job.interruption.requested)
            return failed(interruption/* cancelled */.K);
        const kinds = [BuildFailed, source_checkout/* CheckoutError */.v, control_plane/* ControlPlaneError */.C];
        const expected = error instanceof Error && kinds.some((kind) => error instanceof kind);
        return failed(expected ? error.message : (0,step_result/* defect */.gb)(error));
    });
    return await Promise.race([built, job.interruption.abandoned.then(failed)]);
}
/** A build without a result, for this reason. */
function failedBuild(reason) {
    return { result: { msg: reason }, succeeded: false, lines: [reason] };
}
async function build(job, manifest) {
    await prepareSource(job.checkout, manifest);
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(job.settings.tempDir ?? (0,external_node_os_.tmpdir)(), 'terrane-'));
    try {
        const place = { env: await buildEnvironment(job, manifest, folder), tmpdir: folder };
        return await answerTo(job, manifest, place);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
async function answerTo(job, manifest, place) {
    const { type, config } = manifest;
    switch (type) {
        case 'index': {
            const input = JSON.stringify({ dirs: manifest.dirs });
            const program = { name: 'The indexer', argv: indexer, input };
            return indexAnswer(await printed(job, program, place), (text) => job.masker.mask(text));
        }
        case 'build-config': {
            const argv = await scriptOf(config, 'config_builder', place);
            const program = { name: 'config_builder.script', argv, input: JSON.stringify(config) };
            return configAnswer(await withoutSecrets(job, manifest, program, place));
        }
        case 'build-tree': {
            const argv = await scriptOf(config, 'tree_builder', place);
            const program = { name: 'tree_builder.script', argv, input: '' };
            const answer = await withoutSecrets(job, manifest, program, place);
            return treeAnswer(answer, job.settings.root);
        }
    }
}
/** What a script prints. Throws `BuildFailed` when it fails, or prints a secret. */
async function withoutSecrets(job, { config }, program, place) {
    const answer = await printed(job, program, place);
    await refuseSecrets(program.name, answer, job.masker, async () => [JSON.stringify(config), job.settings.root, await job.checkout.listing()].join('\n'));
    return answer;
}
/** What steps have, and the bundled programs on the PATH. */
async function buildEnvironment(job, manifest, folder) {
    const env = runEnvironment(job.settings, manifest, folder);
    const { token } = await forgeToken(job, manifest);
    const path = [await programsFolder(folder), env.PATH].filter(Boolean).join(external_node_path_.delimiter);
    return { ...env, PATH: path, ...(token !== undefined && { TERRATEAM_GITHUB_TOKEN: token }) };
}
/** Writes the script of the configuration to a file that can be run. */
async function scriptOf(config, key, { tmpdir }) {
    const parsed = schemas/* object */.Ikc({ [key]: schemas/* object */.Ikc({ script: schemas/* string */.YjP().trim().min(1) }) })
        .safeParse(config);
    const script = parsed.data?.[key]?.script;
    if (script === undefined) {
        throw new BuildFailed(`${key}.script is not in the configuration: there is nothing to run.`);
    }
    const file = (0,external_node_path_.join)(tmpdir, key);
    await (0,promises_.writeFile)(file, script.startsWith('#!') ? script : `#!/usr/bin/env bash\n${script}`);
    await (0,promises_.chmod)(file, 0o700);
    return [file];
}
/** What the program prints on standard output. Throws `BuildFailed` when it fails. */
async function printed(job, { name, argv, input }, place) {
    if (job.interruption.requested)
        throw new BuildFailed(interruption/* cancelled */.K);
    const group = job.log.group(name, true);
    const timeout = timeoutOf(place.env);
    const result = await job.programs
        .run({ argv, input, timeout, env: place.env, cwd: job.settings.root }, { kind: 'answer', limit: largestAnswer, show: group.show })
        .finally(() => group.close());
    const reason = failureOf(result, timeout);
    if (reason === undefined && result.kind === 'exited')
        return result.stdout;
    const said = result.kind === 'exited' ? result.stderr.slice(-shownErrors).trim() : '';
    throw new BuildFailed(`${name} ${reason}.${said === '' ? '' : `\n${said}`}`);
}
function failureOf(result, timeout) {
    if (result.kind === 'not-found') {
        return 'could not be started: is the program of its first line (#!) there, on the machine of the job';
    }
    if (result.timedOut) {
        return `did not end within ${timeout} seconds (TERRANE_BUILDER_TIMEOUT), and was ended`;
    }
    if (result.truncated) {
        return `printed more than ${largestAnswer} characters, and was ended`;
    }
    return result.exitCode === 0 ? undefined : `failed with exit code ${result.exitCode}`;
}
function timeoutOf({ TERRANE_BUILDER_TIMEOUT: given }) {
    const seconds = given ? Number(given) : defaultTimeout;
    if (seconds > 0)
        return seconds;
    throw new BuildFailed('TERRANE_BUILDER_TIMEOUT must be a number of seconds above 0.');
}

;// CONCATENATED MODULE: ./src/protocol/step-payload.js

/*
 * A step's payload is free-form on the wire. These are the keys that we read; all are optional,
 * others are dropped.
 */
/** When a step's output belongs in a comment, by the overall success of the run. */
const visibleOn = schemas/* enum */.k5n(['always', 'failure', 'error', 'success']);
/** Our addition to a plan's payload: how many resources it touches, by action. */
const planSummary = schemas/* object */.Ikc({
    add: schemas/* int */.Whr().nonnegative(),
    change: schemas/* int */.Whr().nonnegative(),
    destroy: schemas/* int */.Whr().nonnegative(),
    replace: schemas/* int */.Whr().nonnegative(),
    import: schemas/* int */.Whr().nonnegative(),
    move: schemas/* int */.Whr().nonnegative(),
    forget: schemas/* int */.Whr().nonnegative(),
    /** Objects that were found changed outside of Terraform. */
    drift: schemas/* int */.Whr().nonnegative().default(0),
    /** Put off to a later plan, because something is not known yet. */
    deferred: schemas/* int */.Whr().nonnegative().default(0),
});
/** The whole of an output that the payload shows cut; `protocol/output.ts` has its chunks. */
const wholeOutput = schemas/* object */.Ikc({
    id: schemas/* string */.YjP(),
    /** Of the text, before it is compressed. */
    bytes: schemas/* int */.Whr().nonnegative(),
    lines: schemas/* int */.Whr().nonnegative(),
});
const shown = {
    text: schemas/* string */.YjP().optional(),
    visible_on: visibleOn.optional(),
    output: wholeOutput.optional(),
};
/** Payload of `<engine>/plan`. `plan` is the diff text; `diff` and `plan_text` are older names. */
const planPayload = schemas/* object */.Ikc({
    ...shown,
    plan: schemas/* string */.YjP().optional(),
    diff: schemas/* string */.YjP().optional(),
    plan_text: schemas/* string */.YjP().optional(),
    has_changes: schemas/* boolean */.zMY().optional(),
    summary: planSummary.optional(),
});
/** How the text of a `run` step is rendered: fenced code (with a language), or as it is. */
const runFormat = schemas/* union */.KCZ([
    schemas/* enum */.k5n(['code', 'raw', 'markdown']),
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('code'), lang: schemas/* string */.YjP() }),
]);
/** Payload of `run`, and of every other step that is shown as text. */
const textPayload = schemas/* object */.Ikc({
    ...shown,
    stderr: schemas/* string */.YjP().optional(),
    cmd: schemas/* array */.YOg(schemas/* string */.YjP()).optional(),
    exit_code: schemas/* int */.Whr().optional(),
    format: runFormat.optional(),
});
/** Costs by the month. */
const monthlyCosts = {
    prev_monthly_cost: schemas/* number */.aig(),
    total_monthly_cost: schemas/* number */.aig(),
    diff_monthly_cost: schemas/* number */.aig(),
};
/** Payload of `tf/cost-estimation` when it succeeds. */
const costPayload = schemas/* object */.Ikc({
    summary: schemas/* object */.Ikc(monthlyCosts),
    /** ISO 4217. */
    currency: schemas/* string */.YjP(),
    dirspaces: schemas/* array */.YOg(schemas/* object */.Ikc({ dir: schemas/* string */.YjP(), workspace: schemas/* string */.YjP(), ...monthlyCosts })),
    /** Our addition: how much of the plans has a price. */
    coverage: schemas/* object */.Ikc({
        priced: schemas/* int */.Whr().nonnegative(),
        /** That cost nothing by themselves. */
        free: schemas/* int */.Whr().nonnegative(),
        unpriced: schemas/* int */.Whr().nonnegative(),
        /** The types of resources without a price, and how many there are of each. */
        unpriced_types: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* int */.Whr().positive()),
    })
        .optional(),
});

;// CONCATENATED MODULE: ./src/runner/log/job-summary.js


/** The summary of the job as Markdown: one row a dirspace. Not yet masked. */
function jobSummary(operation, { steps }) {
    const scoped = steps.filter(({ scope }) => (0,step_result/* isDirspaceScope */.oc)(scope));
    const dirspaces = Map.groupBy(scoped, ({ scope }) => JSON.stringify(scope));
    const rows = [...dirspaces.values()].map(row);
    const hooks = steps.filter((step) => !(0,step_result/* isDirspaceScope */.oc)(step.scope) && !(0,step_result/* allSucceeded */.x2)([step]));
    return [
        `## ${(0,step_result/* allSucceeded */.x2)(steps) ? '✔' : '✘'} ${operation}`,
        '',
        ...hooks.map((step) => `Failed outside of the directories: \`${step.step}\`\n`),
        ...(rows.length === 0 ? [] : [header, divider, ...rows]),
        '',
    ].join('\n');
}
/** How many lines are shown of a build that has much to say. */
const shownLines = 100;
/** What is said of a build, in the log and in the summary. */
function buildLines({ lines }) {
    const left = lines.length - shownLines;
    return [...lines.slice(0, shownLines), ...(left > 0 ? [`… and ${left} more`] : [])];
}
/** The summary of the job of a build as Markdown. Not yet masked. */
function buildSummary(type, built) {
    const lines = buildLines(built).map((line) => `- ${escaped(line)}`);
    return [`## ${built.succeeded ? '✔' : '✘'} ${type}`, '', ...lines, ''].join('\n');
}
const header = '| Directory | Workspace | Result | Add | Change | Destroy | Replace |';
const divider = '|---|---|---|---:|---:|---:|---:|';
function row(steps) {
    const scope = steps[0]?.scope;
    if (!scope || !(0,step_result/* isDirspaceScope */.oc)(scope))
        return '';
    const plan = steps.find((step) => step.step.endsWith('/plan'));
    const summary = planPayload.safeParse(plan?.payload).data?.summary;
    const counts = [summary?.add, summary?.change, summary?.destroy, summary?.replace];
    const cells = [
        escaped(scope.dir),
        escaped(scope.workspace),
        outcome(steps),
        ...counts.map((n) => n ?? ''),
    ];
    return `| ${cells.join(' | ')} |`;
}
function outcome(steps) {
    const failed = steps.find((step) => !(0,step_result/* allSucceeded */.x2)([step]));
    if (failed)
        return `✘ \`${failed.step}\``;
    const plan = steps.find((step) => step.step.endsWith('/plan'));
    return plan?.payload.has_changes === false ? '✔ no changes' : '✔';
}
/** Names are the pull request's: they must not end a cell, or be markup. */
function escaped(text) {
    return text.replace(/[&<>|\\`*_[\]\r\n]/g, (c) => `&#${c.charCodeAt(0)};`);
}

;// CONCATENATED MODULE: ./src/protocol/manifest.js

/*
 * Work manifests travel from server to runner. They are tolerant: fields that this version does not
 * know are dropped, so that an older runner works with a newer server.
 */
/** One dirspace as a work manifest names it. `workflow` is an index into `config.workflows`. */
const workManifestDir = schemas/* object */.Ikc({
    path: schemas/* string */.YjP(),
    workspace: schemas/* string */.YjP(),
    stack_name: schemas/* string */.YjP(),
    /** Lower ranks run first and complete before the next begins. */
    rank: schemas/* int */.Whr(),
    workflow: schemas/* int */.Whr().nonnegative().optional(),
    /** Variables of the stack, given to steps as environment. */
    variables: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()).optional(),
});
/** What a manifest's `run_kind` is about: for `pr`, the number of the pull request as text. */
const runKindData = schemas/* object */.Ikc({ id: schemas/* string */.YjP() });
const always = {
    /** Bearer token for the calls that follow initiate. */
    token: schemas/* string */.YjP(),
    /** Name of the destination branch. */
    base_ref: schemas/* string */.YjP(),
    /** The repository's configuration as the server derived it. */
    config: schemas/* unknown */.L5J(),
};
/** Our additions: what to work on. */
const source = {
    /** The commit that the work is about. A checkout of another one must not run. */
    head_sha: schemas/* string */.YjP().optional(),
    /**
     * What to check out instead of what the job was started on. A fork's pull request runs in a job of
     * the destination branch, and its code is fetched by this ref. The ref of the destination branch
     * itself stands for the commit alone: the branch may have moved on since.
     */
    checkout: schemas/* object */.Ikc({ ref: schemas/* string */.YjP(), sha: schemas/* string */.YjP() }).optional(),
};
const operation = {
    ...always,
    ...source,
    /** `pr` or `drift`; text, so that a new kind does not stop an older runner. */
    run_kind: schemas/* string */.YjP(),
    run_kind_data: runKindData.optional(),
    /** The dirspaces that this manifest must run. */
    changed_dirspaces: schemas/* array */.YOg(workManifestDir),
};
/**
 * Of the manifests that find out about a tree instead of running Terraform in it. With `head_sha` that
 * is the commit's alone; without, the destination branch is merged into it, as for the others.
 */
const manifest_build = {
    ...always,
    ...source,
    run_kind: schemas/* string */.YjP().optional(),
    run_kind_data: runKindData.optional(),
};
const addressed = {
    api_base_url: schemas/* string */.YjP(),
    installation_id: schemas/* string */.YjP(),
    result_version: schemas/* int */.Whr(),
    protocol_version: schemas/* int */.Whr().optional(),
    capabilities: schemas/* array */.YOg(schemas/* string */.YjP()),
};
const planManifest = schemas/* object */.Ikc({
    type: schemas/* literal */.euz('plan'),
    ...operation,
    ...addressed,
    /** Every dirspace of the destination branch. */
    base_dirspaces: schemas/* array */.YOg(workManifestDir),
    /** Every dirspace of the branch. */
    dirspaces: schemas/* array */.YOg(workManifestDir),
});
const applyManifest = schemas/* object */.Ikc({ type: schemas/* literal */.euz('apply'), ...operation, ...addressed });
/** An apply without a plan. The fields that other servers leave out are optional. */
const unsafeApplyManifest = schemas/* object */.Ikc({
    type: schemas/* literal */.euz('unsafe-apply'),
    ...operation,
    ...schemas/* object */.Ikc(addressed).partial().shape,
});
const indexManifest = schemas/* object */.Ikc({
    type: schemas/* literal */.euz('index'),
    ...manifest_build,
    /** The directories to look at, from the repository's root. */
    dirs: schemas/* array */.YOg(schemas/* string */.YjP()),
});
const buildConfigManifest = schemas/* object */.Ikc({ type: schemas/* literal */.euz('build-config'), ...manifest_build });
const buildTreeManifest = schemas/* object */.Ikc({ type: schemas/* literal */.euz('build-tree'), ...manifest_build });
/** Nothing (more) to do for this work token. */
const doneManifest = schemas/* object */.Ikc({ type: schemas/* literal */.euz('done') });
/** The answer to initiate. */
const workManifest = schemas/* discriminatedUnion */.gMt('type', [
    planManifest,
    applyManifest,
    unsafeApplyManifest,
    indexManifest,
    buildConfigManifest,
    buildTreeManifest,
    doneManifest,
]);

;// CONCATENATED MODULE: ./src/runner/results/progress.js

function newProgress() {
    return { phase: 'pre', pre: [], dirspaces: [], post: [], gates: [] };
}
function hookScope(subflow) {
    return { type: 'run', flow: 'hooks', subflow };
}
/** The steps in the order of a result. */
function stepsOf(progress) {
    return [...progress.pre, ...progress.dirspaces.flatMap((one) => one.steps), ...progress.post];
}
/** The result of what was done; where something was left undone, a failed step says `reason`. */
function resultOf(progress, reason) {
    const undone = (scope) => (0,step_result/* runnerFailure */.hF)(scope, reason);
    const pre = progress.phase === 'pre' ? [undone(hookScope('pre'))] : [];
    const post = progress.phase === 'post' ? [undone(hookScope('post'))] : [];
    const dirspaces = progress.dirspaces.flatMap(({ dir, workspace, steps, finished }) => finished ? steps : [...steps, undone({ type: 'dirspace', dir, workspace })]);
    const steps = [...progress.pre, ...pre, ...dirspaces, ...progress.post, ...post];
    const gated = progress.gates.length > 0 && (0,step_result/* allSucceeded */.x2)(progress.pre);
    return { steps, ...(gated && { gates: progress.gates }) };
}

;// CONCATENATED MODULE: ./src/runner/results/result-v1.js



/** The result as older servers read it. */
function resultV1(result) {
    const hooks = (subflow) => result.steps
        .filter(({ scope }) => !(0,step_result/* isDirspaceScope */.oc)(scope) && scope.subflow === subflow)
        .flatMap(stepV1);
    const dirspaces = Map.groupBy(result.steps.filter(({ scope }) => (0,step_result/* isDirspaceScope */.oc)(scope)), ({ scope }) => ((0,step_result/* isDirspaceScope */.oc)(scope) ? JSON.stringify([scope.dir, scope.workspace]) : ''));
    return {
        overall: {
            success: (0,step_result/* allSucceeded */.x2)(result.steps),
            outputs: { pre: hooks('pre'), post: hooks('post') },
        },
        dirspaces: [...dirspaces.values()].flatMap(dirspaceV1),
    };
}
function dirspaceV1(steps) {
    const scope = steps[0]?.scope;
    if (!scope || !(0,step_result/* isDirspaceScope */.oc)(scope))
        return [];
    return [
        {
            path: scope.dir,
            workspace: scope.workspace,
            success: (0,step_result/* allSucceeded */.x2)(steps),
            outputs: steps.flatMap(stepV1),
        },
    ];
}
/** Nothing for the token refresh that went well: version 1 has no such step. */
function stepV1({ step, payload, success, ignore_errors }) {
    if (step === 'auth/update-terrateam-github-token' && success)
        return [];
    const { text = '' } = textPayload.safeParse(payload).data ?? {};
    const workflow_step = result_v1_workflowStepV1(step, payload);
    const outputs = success ? outputsV1(workflow_step.type, payload, text) : { text };
    return [{ workflow_step, success: success || ignore_errors, outputs }];
}
/** The steps that version 1 has a name for; any other is called `run`. */
const namesV1 = new Map([
    ...['tf', 'pulumi', 'custom', 'fly', 'stategraph'].flatMap((engine) => ['init', 'plan', 'apply'].map((step) => [`${engine}/${step}`, step])),
    ['checkout', 'checkout'],
    ['auth/oidc', 'oidc'],
    ['tf/cost-estimation', 'cost-estimation'],
    ['tf/drift-create-issue', 'drift-create-issue'],
]);
const envDetail = schemas/* object */.Ikc({ method: schemas/* string */.YjP().optional(), name: schemas/* string */.YjP().optional() });
function result_v1_workflowStepV1(step, payload) {
    const type = namesV1.get(step);
    if (type)
        return { type };
    const { cmd = [], exit_code } = textPayload.safeParse(payload).data ?? {};
    if (step === 'env')
        return { type: 'env', cmd, ...envDetail.safeParse(payload).data };
    return { type: 'run', cmd, ...(exit_code !== undefined && { exit_code }) };
}
function outputsV1(type, payload, text) {
    switch (type) {
        case 'plan':
            return { plan: payload.plan, plan_text: text, has_changes: payload.has_changes };
        case 'cost-estimation':
            return payload;
        default:
            return { text };
    }
}

;// CONCATENATED MODULE: ./src/runner/manifest/operation-config.js


/*
 * What the runner reads of a manifest's `config`. The server has checked and completed it, so this is
 * tolerant of every key that the runner does not use.
 */
const strings = schemas/* array */.YOg(schemas/* string */.YjP()).default([]);
const env = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()).default({});
const runOn = schemas/* enum */.k5n(['success', 'failure', 'always']);
const common = { run_on: runOn.default('success'), ignore_errors: schemas/* boolean */.zMY().optional() };
const engineStep = { ...common, env, extra_args: strings };
const cmd = schemas/* array */.YOg(schemas/* string */.YjP()).min(1);
/** Who has to agree when a step fails, as the configuration says it. */
const operation_config_gate = schemas/* object */.Ikc({
    token: schemas/* string */.YjP().optional(),
    name: schemas/* string */.YjP().optional(),
    all_of: strings,
    any_of: strings,
    any_of_count: schemas/* int */.Whr().optional(),
});
const onError = schemas/* array */.YOg(schemas/* unknown */.L5J())
    .default([])
    .transform((items) => items.flatMap((item) => gateAction.safeParse(item).data ?? []));
const gateAction = schemas/* object */.Ikc({ type: schemas/* literal */.euz('gate'), ...operation_config_gate.shape });
const policy = { ...engineStep, gate: operation_config_gate.optional(), visible_on: visibleOn.optional() };
const retry = schemas/* object */.Ikc({
    enabled: schemas/* boolean */.zMY().default(false),
    tries: schemas/* int */.Whr().default(3),
    /** Seconds. */
    initial_sleep: schemas/* number */.aig().default(5),
    backoff: schemas/* number */.aig().default(1.5),
});
const sensitive = schemas/* boolean */.zMY().default(false);
const envStep = schemas/* discriminatedUnion */.gMt('method', [
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('env'),
        method: schemas/* literal */.euz('exec').default('exec'),
        ...common,
        name: schemas/* string */.YjP().min(1),
        cmd,
        sensitive,
        trim_trailing_newlines: schemas/* boolean */.zMY().default(true),
    }),
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('env'), method: schemas/* literal */.euz('source'), ...common, cmd, sensitive }),
]);
const oidcStep = schemas/* discriminatedUnion */.gMt('provider', [
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('oidc'),
        provider: schemas/* literal */.euz('aws').default('aws'),
        ...common,
        role_arn: schemas/* string */.YjP(),
        assume_role_arn: schemas/* string */.YjP().optional(),
        assume_role_enabled: schemas/* boolean */.zMY().default(true),
        audience: schemas/* string */.YjP().default('sts.amazonaws.com'),
        /** Seconds. */
        duration: schemas/* int */.Whr().default(3600),
        region: schemas/* string */.YjP().default('us-east-1'),
        session_name: schemas/* string */.YjP().default('terrateam'),
    }),
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('oidc'),
        provider: schemas/* literal */.euz('gcp'),
        ...common,
        service_account: schemas/* string */.YjP(),
        workload_identity_provider: schemas/* string */.YjP(),
        /** Seconds. */
        access_token_lifetime: schemas/* int */.Whr().default(3600),
        access_token_subject: schemas/* string */.YjP().optional(),
        audience: schemas/* string */.YjP().optional(),
    }),
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('oidc'),
        provider: schemas/* literal */.euz('azure'),
        ...common,
        client_id: schemas/* string */.YjP(),
        tenant_id: schemas/* string */.YjP(),
        subscription_id: schemas/* string */.YjP().optional(),
        audience: schemas/* string */.YjP().default('api://AzureADTokenExchange'),
    }),
]);
const knownStep = schemas/* discriminatedUnion */.gMt('type', [
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('init'), ...engineStep }),
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('plan'),
        ...engineStep,
        mode: schemas/* enum */.k5n(['strict', 'fast-and-loose']).default('strict'),
    }),
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('apply'), ...engineStep, retry: retry.optional() }),
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('run'),
        ...common,
        env,
        cmd,
        capture_output: schemas/* boolean */.zMY().default(true),
        visible_on: visibleOn.optional(),
        format: runFormat.optional(),
        /** The short form of an `on_error` gate. */
        gate: operation_config_gate.optional(),
        on_error: onError,
    }),
    envStep,
    oidcStep,
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('checkov'), ...policy }),
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('conftest'), ...policy }),
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('opa'),
        ...policy,
        fail_on: schemas/* enum */.k5n(['undefined', 'defined']).default('undefined'),
    }),
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('gates'), ...common, cmd, env }),
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('slack'), ...common, msg: schemas/* string */.YjP() }),
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('drift_create_issue'),
        ...common,
        run_on: runOn.default('always'),
        group_by: schemas/* enum */.k5n(['all', 'dirspace']).default('all'),
    }),
    /** Not of the configuration: `integrations.resourcely` adds it to a plan. */
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('resourcely'), ...engineStep }),
    /** A step that this runner does not know; `name` is its type in the configuration. */
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('unsupported'), name: schemas/* string */.YjP(), ...common }),
]);
const known = new Set([
    ...['init', 'plan', 'apply', 'run', 'env', 'oidc', 'checkov', 'conftest', 'opa', 'gates'],
    ...['slack', 'drift_create_issue'],
]);
const operation_config_step = schemas/* preprocess */.vkY((value) => {
    const typed = schemas/* looseObject */._H3({ type: schemas/* string */.YjP() }).safeParse(value);
    if (!typed.success || known.has(typed.data.type))
        return value;
    return { ...typed.data, type: 'unsupported', name: typed.data.type };
}, knownStep);
const steps = schemas/* array */.YOg(operation_config_step);
const hook = schemas/* object */.Ikc({ pre: steps.nullish(), post: steps.nullish() }).nullish();
const argv = schemas/* array */.YOg(schemas/* string */.YjP()).min(1).optional();
/** What any engine's configuration may say; which engine reads what: orchestration section 6. */
const engine = schemas/* looseObject */._H3({
    name: schemas/* string */.YjP().default('terraform'),
    version: schemas/* string */.YjP().optional(),
    tf_cmd: schemas/* string */.YjP().optional(),
    tf_version: schemas/* string */.YjP().optional(),
    override_tf_cmd: schemas/* string */.YjP().optional(),
    outputs: schemas/* unknown */.L5J().optional(),
    config_file: schemas/* string */.YjP().optional(),
    init: argv,
    plan: argv,
    diff: argv,
    diff_json: argv,
    apply: argv,
    unsafe_apply: argv,
});
const integrations = schemas/* object */.Ikc({
    resourcely: schemas/* object */.Ikc({ enabled: schemas/* boolean */.zMY(), extra_args: strings }).nullish(),
})
    .nullish();
const operationConfig = schemas/* object */.Ikc({
    hooks: schemas/* object */.Ikc({ all: hook, plan: hook, apply: hook }).nullish(),
    workflows: schemas/* array */.YOg(schemas/* object */.Ikc({
        plan: steps.nullish(),
        apply: steps.nullish(),
        engine: engine.nullish(),
        integrations,
    }))
        .nullish(),
    engine: engine.nullish(),
    integrations,
    parallel_runs: schemas/* int */.Whr().positive().default(3),
    create_and_select_workspace: schemas/* boolean */.zMY().default(true),
    cost_estimation: schemas/* object */.Ikc({
        enabled: schemas/* boolean */.zMY().default(true),
        provider: schemas/* string */.YjP().default('infracost'),
        currency: schemas/* string */.YjP().default('USD'),
    })
        .nullish(),
    storage: schemas/* object */.Ikc({ plans: schemas/* unknown */.L5J().optional() }).nullish(),
    dirs: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({
        create_and_select_workspace: schemas/* boolean */.zMY().optional(),
        create_if_missing: schemas/* boolean */.zMY().optional(),
    })
        .nullish())
        .nullish(),
});
/** The steps that run where a workflow names none. */
function defaultSteps(operation) {
    return steps.parse([{ type: 'init' }, { type: operation }]);
}
/** The steps of a dirspace: of the workflow at `index`, or the default ones. */
function workflowSteps(config, index, operation) {
    const workflow = index === undefined ? undefined : config.workflows?.[index];
    return workflow?.[operation] ?? defaultSteps(operation);
}
/** Hooks in the order they run: those of every operation, then those of this one. */
function hookSteps(config, operation, when) {
    return [...hooksOf(config, 'all', when), ...hooksOf(config, operation, when)];
}
function hooksOf({ hooks }, operation, when) {
    return hooks?.[operation]?.[when] ?? [];
}
/** The engine of a dirspace as configured: of its workflow, else of the repository, else terraform. */
function engineConfigOf(config, index) {
    const workflow = index === undefined ? undefined : config.workflows?.[index];
    return workflow?.engine ?? config.engine ?? engine.parse({});
}
/** The name of a step in results; `prefix` is that of the engine where it ran. */
function stepName(step, prefix = 'tf') {
    switch (step.type) {
        case 'init':
        case 'plan':
        case 'apply':
            return `${prefix}/${step.type}`;
        case 'checkov':
        case 'conftest':
        case 'opa':
        case 'resourcely':
            return `tf/${step.type}`;
        case 'oidc':
            return 'auth/oidc';
        case 'drift_create_issue':
            return 'tf/drift-create-issue';
        case 'unsupported':
            return step.name;
        default:
            return step.type;
    }
}

;// CONCATENATED MODULE: ./src/runner/manifest/manifest-check.js






const named = schemas/* object */.Ikc({
    type: schemas/* string */.YjP().catch('of no type'),
    token: schemas/* string */.YjP().optional().catch(undefined),
    result_version: schemas/* int */.Whr().optional().catch(undefined),
});
/** Checks the answer to initiate: its shape, its type, and the part of its config that we use. */
function checkManifest(answer) {
    const { type, token, result_version } = named.catch({ type: 'of no type' }).parse(answer);
    const parsed = workManifest.safeParse(answer);
    if (!parsed.success)
        return refuse(type, token, result_version, malformed(type, parsed.error));
    const manifest = parsed.data;
    switch (manifest.type) {
        case 'done':
            return { kind: 'done' };
        case 'plan':
        case 'apply':
        case 'unsafe-apply': {
            const config = operationConfig.safeParse(manifest.config);
            if (config.success)
                return { kind: 'operation', manifest, config: config.data };
            return refuse(type, token, result_version, malformed(`${type} (its config)`, config.error));
        }
        case 'index':
        case 'build-config':
        case 'build-tree':
            return { kind: 'build', manifest };
    }
}
const operations = new Set(['plan', 'apply', 'unsafe-apply']);
function refuse(type, token, version, reason) {
    const result = operations.has(type)
        ? inVersion(failedBeforeWork(step_result/* runnerStep */.PZ, reason), version)
        : { msg: reason };
    return { kind: 'refused', token, reason, result };
}
/** A result of which nothing was done, for a reason that concerns the whole run. */
function failedBeforeWork(step, reason) {
    return { steps: [(0,step_result/* runnerFailure */.hF)(hookScope('pre'), reason, step)] };
}
/** The result in the version that the manifest asks for; 1 where it does not say. */
function inVersion(result, version) {
    return (version ?? 1) === 1 ? resultV1(result) : result;
}
function malformed(type, error) {
    return (`The work manifest ${type} is not one that this runner understands. A newer version of the ` +
        `action may:\n${errors/* prettifyError */.S1(error)}`);
}

// EXTERNAL MODULE: ./src/runner/process/text-capture.js
var text_capture = __webpack_require__(567);
;// CONCATENATED MODULE: ./src/runner/cost/estimate-costs.js
/**
 * Estimates what the plans of the run cost. The step stands last among the pre hooks in the result, and
 * its errors are ignored. Undefined where nothing is to be estimated. Never throws.
 */
async function estimateCosts(_run, _env) {
    return undefined;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(598);
;// CONCATENATED MODULE: ./src/runner/tools/tool-environment.js

/**
 * What these tools add to an environment (or change in it), so that steps that call them by their names
 * get the same programs.
 */
function environmentWith(env, tools) {
    const folders = tools.flatMap(({ folder }) => folder ?? []);
    const added = Object.assign({}, ...tools.map((tool) => tool.env));
    if (folders.length === 0)
        return added;
    return { ...added, PATH: [...folders, env.PATH].filter(Boolean).join(external_node_path_.delimiter) };
}

;// CONCATENATED MODULE: ./src/runner/retry.js
/** Repeats `attempt` until `good` accepts what it resolves to, or the tries are used up. */
async function retry_retry(rule, clock, attempt, good) {
    let wait = rule.initialWait;
    for (let tries = 1;; tries += 1, wait *= rule.backoff) {
        const result = await attempt();
        if (tries >= rule.tries || good(result))
            return result;
        await clock.sleep(wait);
    }
}

// EXTERNAL MODULE: ../../fastest-levenshtein/mod.js
var mod = __webpack_require__(26);
;// CONCATENATED MODULE: ./src/runner/steps/substitute.js

/** A command names a variable that the environment lacks. */
class MissingVariable extends Error {
    constructor(name, known) {
        const nearest = known.length > 0 ? `\nDid you mean ${(0,mod/* closest */.kp)(name, known)}?` : '';
        super(`ERROR: Missing environment variable: ${name}${nearest}`);
    }
}
const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;
/** How often a value that itself names variables is substituted: a bound on values naming each other. */
const maxDepth = 10;
/**
 * Replaces `$NAME` and `${NAME}` in each argument by the value in `env`, and again in the values.
 * Any other `$` stays as it is. Throws `MissingVariable` when an argument names an unknown variable;
 * one that only a value names stays as it is, since a value (a password) may contain a `$`.
 */
function substitute(args, env) {
    return args.map((arg) => {
        const once = replaced(arg, env, (name) => {
            throw new MissingVariable(name, Object.keys(env));
        });
        return substituteValues(once, env, once === arg ? 0 : maxDepth);
    });
}
function substituteValues(text, env, depth) {
    if (depth === 0)
        return text;
    const next = replaced(text, env, (_, found) => found);
    return next === text ? text : substituteValues(next, env, depth - 1);
}
function replaced(text, env, otherwise) {
    return text.replace(variable, (found, braced, bare) => {
        const name = braced ?? bare ?? '';
        // Not every key of an object is its own: `$constructor` is no variable.
        const value = Object.hasOwn(env, name) ? env[name] : undefined;
        return value ?? otherwise(name, found);
    });
}

;// CONCATENATED MODULE: ./src/runner/engines/terraform.js






/** terraform or tofu, run as `command`. */
function terraformEngine({ name, command, collectOutputs }) {
    const run = async (call, args, output) => await terraform(command, call, args, output);
    const shown = ({ place }) => ({ kind: 'shown', show: place.show });
    const planFile = ({ place }) => place.dirspace.planFile;
    return {
        name,
        prefix: 'tf',
        env: { TERRATEAM_TF_CMD: command },
        init: async (call) => await init(call, (args, output) => run(call, args, output)),
        plan: async (call) => {
            const args = ['plan', '-detailed-exitcode', '-out', planFile(call), ...call.extraArgs];
            return planOutcome(await run(call, args, shown(call)));
        },
        diff: async (call) => await run(call, ['show', '-no-color', planFile(call)], { kind: 'quiet' }),
        showJson: async (call, file) => await run(call, ['show', '-json', planFile(call)], { kind: 'file', file }),
        apply: async (call) => await run(call, ['apply', ...call.extraArgs, planFile(call)], shown(call)),
        unsafeApply: async (call) => await run(call, ['apply', '-auto-approve', ...call.extraArgs], shown(call)),
        ...(collectOutputs && {
            outputs: async (call) => await run(call, ['output', '-json'], { kind: 'raw' }),
        }),
    };
}
/** What `plan -detailed-exitcode` says. */
function planOutcome(result) {
    if (result.exitCode !== 0 && result.exitCode !== 2)
        return { kind: 'failed', result };
    return { kind: 'planned', hasChanges: result.exitCode === 2, result };
}
/** Runs the program. Throws `StepFailed` when it is not there. */
async function terraform(command, { place, env: stepEnv }, args, output) {
    const env = { ...place.env, ...stepEnv };
    const argv = [command, ...substitute(args, env)];
    const result = await place.run.programs.run({ argv, cwd: place.cwd, env }, output);
    if (result.kind === 'exited')
        return result;
    throw new step_result/* StepFailed */.an(`${command} was not found on PATH. Install it in the workflow before this action, for example ` +
        'with hashicorp/setup-terraform or opentofu/setup-opentofu, or set override_tf_cmd.');
}
const tries = { tries: 3, initialWait: 1000, backoff: 1.5 };
async function init({ place, extraArgs }, run) {
    await (0,promises_.rm)((0,external_node_path_.join)(place.cwd, '.terraform'), { recursive: true, force: true });
    const attempt = () => run(['init', ...extraArgs], { kind: 'shown', show: place.show });
    const isFinal = (result) => result.exitCode === 0 || place.run.interruption.requested;
    const initialised = await oneAtATimeIfCached(place, () => retry_retry(tries, place.run.clock, attempt, isFinal));
    if (initialised.exitCode !== 0)
        return initialised;
    const workspace = await selectWorkspace(place, run);
    if (!workspace || workspace.exitCode === 0)
        return initialised;
    return { ...workspace, stdout: (0,step_result/* joined */.oR)(workspace), stderr: `${noWorkspace(place)}\n` };
}
/**
 * Selects the workspace, or creates it. A directory that was just initialised has `default` selected,
 * which needs no command (and some backends refuse one).
 */
async function selectWorkspace(place, run) {
    const { path, workspace } = place.dirspace.dir;
    const { config } = place.run;
    const wanted = config.dirs?.[path]?.create_and_select_workspace ?? config.create_and_select_workspace;
    if (!wanted || workspace === 'default')
        return undefined;
    // After `--`: a workspace may be called `-lock=false`.
    const name = ['--', workspace];
    const select = await run(['workspace', 'select', ...name], { kind: 'quiet' });
    if (select.exitCode === 0)
        return select;
    return await run(['workspace', 'new', ...name], { kind: 'shown', show: place.show });
}
function noWorkspace({ dirspace }) {
    const { path, workspace } = dirspace.dir;
    return (`The workspace ${workspace} of ${path} could be neither selected nor created. Create it by hand, or ` +
        'take it out of dirs in the configuration; for a backend that has none, set ' +
        'create_and_select_workspace: false.');
}
let previous = Promise.resolve();
/** Terraform's plugin cache does not stand two inits at once; without one they run in parallel. */
async function oneAtATimeIfCached(place, initialise) {
    if (!(await hasPluginCache(place.env)))
        return await initialise();
    const mine = previous.then(initialise);
    previous = mine.catch(() => {
        // Whoever waits for this init is told by `mine`; the next one runs all the same.
    });
    return await mine;
}
async function hasPluginCache(env) {
    if (env.TF_PLUGIN_CACHE_DIR)
        return true;
    const file = env.TF_CLI_CONFIG_FILE ?? (0,external_node_path_.join)(env.HOME ?? (0,external_node_os_.homedir)(), '.terraformrc');
    const text = await (0,promises_.readFile)(file, 'utf8').catch(() => '');
    return /^\s*plugin_cache_dir\s*=/m.test(text);
}

;// CONCATENATED MODULE: ./src/runner/engines/engine-of.js





const outputs = schemas/* object */.Ikc({ collect: schemas/* boolean */.zMY().default(true) }).catch({ collect: true });
/**
 * The engine of a dirspace, with the programs that it needs. `env` is that of the dirspace so far.
 * Throws `StepFailed` where there is no such engine, or where it cannot be run.
 */
async function engineOf({ config, tools }, dir, cwd, env) {
    const chosen = engineConfigOf(config, dir.workflow);
    const { name, version } = chosen;
    if (name !== 'terraform' && name !== 'tofu') {
        throw new step_result/* StepFailed */.an(`The engine ${name} is not supported by this runner.`);
    }
    const tool = await tools.provide({ tool: name, version, cwd, env });
    const engine = terraformEngine({
        name,
        command: chosen.override_tf_cmd ?? chosen.tf_cmd ?? tool.command,
        collectOutputs: outputs.parse(chosen.outputs).collect,
    });
    return { ...engine, env: { ...engine.env, ...environmentWith(env, [tool]) } };
}

// EXTERNAL MODULE: ./src/runner/host/host.js
var host = __webpack_require__(988);
;// CONCATENATED MODULE: ../../aws4fetch/dist/aws4fetch.esm.mjs
/**
 * @license MIT <https://opensource.org/licenses/MIT>
 * @copyright Michael Hart 2024
 */
const encoder = new TextEncoder();
const HOST_SERVICES = {
  appstream2: 'appstream',
  cloudhsmv2: 'cloudhsm',
  email: 'ses',
  marketplace: 'aws-marketplace',
  mobile: 'AWSMobileHubService',
  pinpoint: 'mobiletargeting',
  queue: 'sqs',
  'git-codecommit': 'codecommit',
  'mturk-requester-sandbox': 'mturk-requester',
  'personalize-runtime': 'personalize',
};
const UNSIGNABLE_HEADERS = new Set([
  'authorization',
  'content-type',
  'content-length',
  'user-agent',
  'presigned-expires',
  'expect',
  'x-amzn-trace-id',
  'range',
  'connection',
]);
class AwsClient {
  constructor({ accessKeyId, secretAccessKey, sessionToken, service, region, cache, retries, initRetryMs }) {
    if (accessKeyId == null) throw new TypeError('accessKeyId is a required option')
    if (secretAccessKey == null) throw new TypeError('secretAccessKey is a required option')
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
    this.sessionToken = sessionToken;
    this.service = service;
    this.region = region;
    this.cache = cache || new Map();
    this.retries = retries != null ? retries : 10;
    this.initRetryMs = initRetryMs || 50;
  }
  async sign(input, init) {
    if (input instanceof Request) {
      const { method, url, headers, body } = input;
      init = Object.assign({ method, url, headers }, init);
      if (init.body == null && headers.has('Content-Type')) {
        init.body = body != null && headers.has('X-Amz-Content-Sha256') ? body : await input.clone().arrayBuffer();
      }
      input = url;
    }
    const signer = new AwsV4Signer(Object.assign({ url: input.toString() }, init, this, init && init.aws));
    const signed = Object.assign({}, init, await signer.sign());
    delete signed.aws;
    try {
      return new Request(signed.url.toString(), signed)
    } catch (e) {
      if (e instanceof TypeError) {
        return new Request(signed.url.toString(), Object.assign({ duplex: 'half' }, signed))
      }
      throw e
    }
  }
  async fetch(input, init) {
    for (let i = 0; i <= this.retries; i++) {
      const fetched = fetch(await this.sign(input, init));
      if (i === this.retries) {
        return fetched
      }
      const res = await fetched;
      if (res.status < 500 && res.status !== 429) {
        return res
      }
      await new Promise(resolve => setTimeout(resolve, Math.random() * this.initRetryMs * Math.pow(2, i)));
    }
    throw new Error('An unknown error occurred, ensure retries is not negative')
  }
}
class AwsV4Signer {
  constructor({ method, url, headers, body, accessKeyId, secretAccessKey, sessionToken, service, region, cache, datetime, signQuery, appendSessionToken, allHeaders, singleEncode }) {
    if (url == null) throw new TypeError('url is a required option')
    if (accessKeyId == null) throw new TypeError('accessKeyId is a required option')
    if (secretAccessKey == null) throw new TypeError('secretAccessKey is a required option')
    this.method = method || (body ? 'POST' : 'GET');
    this.url = new URL(url);
    this.headers = new Headers(headers || {});
    this.body = body;
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
    this.sessionToken = sessionToken;
    let guessedService, guessedRegion;
    if (!service || !region) {
[guessedService, guessedRegion] = guessServiceRegion(this.url, this.headers);
    }
    this.service = service || guessedService || '';
    this.region = region || guessedRegion || 'us-east-1';
    this.cache = cache || new Map();
    this.datetime = datetime || new Date().toISOString().replace(/[:-]|\.\d{3}/g, '');
    this.signQuery = signQuery;
    this.appendSessionToken = appendSessionToken || this.service === 'iotdevicegateway';
    this.headers.delete('Host');
    if (this.service === 's3' && !this.signQuery && !this.headers.has('X-Amz-Content-Sha256')) {
      this.headers.set('X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD');
    }
    const params = this.signQuery ? this.url.searchParams : this.headers;
    params.set('X-Amz-Date', this.datetime);
    if (this.sessionToken && !this.appendSessionToken) {
      params.set('X-Amz-Security-Token', this.sessionToken);
    }
    this.signableHeaders = ['host', ...this.headers.keys()]
      .filter(header => allHeaders || !UNSIGNABLE_HEADERS.has(header))
      .sort();
    this.signedHeaders = this.signableHeaders.join(';');
    this.canonicalHeaders = this.signableHeaders
      .map(header => header + ':' + (header === 'host' ? this.url.host : (this.headers.get(header) || '').replace(/\s+/g, ' ')))
      .join('\n');
    this.credentialString = [this.datetime.slice(0, 8), this.region, this.service, 'aws4_request'].join('/');
    if (this.signQuery) {
      if (this.service === 's3' && !params.has('X-Amz-Expires')) {
        params.set('X-Amz-Expires', '86400');
      }
      params.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
      params.set('X-Amz-Credential', this.accessKeyId + '/' + this.credentialString);
      params.set('X-Amz-SignedHeaders', this.signedHeaders);
    }
    if (this.service === 's3') {
      try {
        this.encodedPath = decodeURIComponent(this.url.pathname.replace(/\+/g, ' '));
      } catch (e) {
        this.encodedPath = this.url.pathname;
      }
    } else {
      this.encodedPath = this.url.pathname.replace(/\/+/g, '/');
    }
    if (!singleEncode) {
      this.encodedPath = encodeURIComponent(this.encodedPath).replace(/%2F/g, '/');
    }
    this.encodedPath = encodeRfc3986(this.encodedPath);
    const seenKeys = new Set();
    this.encodedSearch = [...this.url.searchParams]
      .filter(([k]) => {
        if (!k) return false
        if (this.service === 's3') {
          if (seenKeys.has(k)) return false
          seenKeys.add(k);
        }
        return true
      })
      .map(pair => pair.map(p => encodeRfc3986(encodeURIComponent(p))))
      .sort(([k1, v1], [k2, v2]) => k1 < k2 ? -1 : k1 > k2 ? 1 : v1 < v2 ? -1 : v1 > v2 ? 1 : 0)
      .map(pair => pair.join('='))
      .join('&');
  }
  async sign() {
    if (this.signQuery) {
      this.url.searchParams.set('X-Amz-Signature', await this.signature());
      if (this.sessionToken && this.appendSessionToken) {
        this.url.searchParams.set('X-Amz-Security-Token', this.sessionToken);
      }
    } else {
      this.headers.set('Authorization', await this.authHeader());
    }
    return {
      method: this.method,
      url: this.url,
      headers: this.headers,
      body: this.body,
    }
  }
  async authHeader() {
    return [
      'AWS4-HMAC-SHA256 Credential=' + this.accessKeyId + '/' + this.credentialString,
      'SignedHeaders=' + this.signedHeaders,
      'Signature=' + (await this.signature()),
    ].join(', ')
  }
  async signature() {
    const date = this.datetime.slice(0, 8);
    const cacheKey = [this.secretAccessKey, date, this.region, this.service].join();
    let kCredentials = this.cache.get(cacheKey);
    if (!kCredentials) {
      const kDate = await hmac('AWS4' + this.secretAccessKey, date);
      const kRegion = await hmac(kDate, this.region);
      const kService = await hmac(kRegion, this.service);
      kCredentials = await hmac(kService, 'aws4_request');
      this.cache.set(cacheKey, kCredentials);
    }
    return buf2hex(await hmac(kCredentials, await this.stringToSign()))
  }
  async stringToSign() {
    return [
      'AWS4-HMAC-SHA256',
      this.datetime,
      this.credentialString,
      buf2hex(await hash(await this.canonicalString())),
    ].join('\n')
  }
  async canonicalString() {
    return [
      this.method.toUpperCase(),
      this.encodedPath,
      this.encodedSearch,
      this.canonicalHeaders + '\n',
      this.signedHeaders,
      await this.hexBodyHash(),
    ].join('\n')
  }
  async hexBodyHash() {
    let hashHeader = this.headers.get('X-Amz-Content-Sha256') || (this.service === 's3' && this.signQuery ? 'UNSIGNED-PAYLOAD' : null);
    if (hashHeader == null) {
      if (this.body && typeof this.body !== 'string' && !('byteLength' in this.body)) {
        throw new Error('body must be a string, ArrayBuffer or ArrayBufferView, unless you include the X-Amz-Content-Sha256 header')
      }
      hashHeader = buf2hex(await hash(this.body || ''));
    }
    return hashHeader
  }
}
async function hmac(key, string) {
  const cryptoKey = await crypto.subtle.importKey(
    'raw',
    typeof key === 'string' ? encoder.encode(key) : key,
    { name: 'HMAC', hash: { name: 'SHA-256' } },
    false,
    ['sign'],
  );
  return crypto.subtle.sign('HMAC', cryptoKey, encoder.encode(string))
}
async function hash(content) {
  return crypto.subtle.digest('SHA-256', typeof content === 'string' ? encoder.encode(content) : content)
}
const HEX_CHARS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
function buf2hex(arrayBuffer) {
  const buffer = new Uint8Array(arrayBuffer);
  let out = '';
  for (let idx = 0; idx < buffer.length; idx++) {
    const n = buffer[idx];
    out += HEX_CHARS[(n >>> 4) & 0xF];
    out += HEX_CHARS[n & 0xF];
  }
  return out
}
function encodeRfc3986(urlEncodedStr) {
  return urlEncodedStr.replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase())
}
function guessServiceRegion(url, headers) {
  const { hostname, pathname } = url;
  if (hostname.endsWith('.on.aws')) {
    const match = hostname.match(/^[^.]{1,63}\.lambda-url\.([^.]{1,63})\.on\.aws$/);
    return match != null ? ['lambda', match[1] || ''] : ['', '']
  }
  if (hostname.endsWith('.r2.cloudflarestorage.com')) {
    return ['s3', 'auto']
  }
  if (hostname.endsWith('.backblazeb2.com')) {
    const match = hostname.match(/^(?:[^.]{1,63}\.)?s3\.([^.]{1,63})\.backblazeb2\.com$/);
    return match != null ? ['s3', match[1] || ''] : ['', '']
  }
  const match = hostname.replace('dualstack.', '').match(/([^.]{1,63})\.(?:([^.]{0,63})\.)?amazonaws\.com(?:\.cn)?$/);
  let service = (match && match[1]) || '';
  let region = match && match[2];
  if (region === 'us-gov') {
    region = 'us-gov-west-1';
  } else if (region === 's3' || region === 's3-accelerate') {
    region = 'us-east-1';
    service = 's3';
  } else if (service === 'iot') {
    if (hostname.startsWith('iot.')) {
      service = 'execute-api';
    } else if (hostname.startsWith('data.jobs.iot.')) {
      service = 'iot-jobs-data';
    } else {
      service = pathname === '/mqtt' ? 'iotdevicegateway' : 'iotdata';
    }
  } else if (service === 'autoscaling') {
    const targetPrefix = (headers.get('X-Amz-Target') || '').split('.')[0];
    if (targetPrefix === 'AnyScaleFrontendService') {
      service = 'application-autoscaling';
    } else if (targetPrefix === 'AnyScaleScalingPlannerFrontendService') {
      service = 'autoscaling-plans';
    }
  } else if (region == null && service.startsWith('s3-')) {
    region = service.slice(3).replace(/^fips-|^external-1/, '');
    service = 's3';
  } else if (service.endsWith('-fips')) {
    service = service.slice(0, -5);
  } else if (region && /-\d$/.test(service) && !/-\d$/.test(region)) {
[service, region] = [region, service];
  }
  return [HOST_SERVICES[service] || service, region || '']
}



// EXTERNAL MODULE: ./src/runner/http/http-request.js + 1 modules
var http_request = __webpack_require__(620);
;// CONCATENATED MODULE: ./src/runner/oidc/exchange.js



const exchange_tries = { tries: 3, initialWait: 1000, backoff: 1.5 };
/**
 * Posts to a cloud's token service, up to three times: again where there is no answer, or one that
 * says that it may be another the next time. Throws `StepFailed` where there is none.
 */
async function exchange({ run, show }, url, request) {
    const attempt = async () => {
        const answer = await (0,http_request/* httpRequest */.a)(url, { method: 'POST', ...request }).catch(asError);
        if (isPassing(answer)) {
            show(`POST ${url}: ${answer instanceof Error ? answer.message : `HTTP ${answer.status}`}\n`);
        }
        return answer;
    };
    const answer = await retry_retry(exchange_tries, run.clock, attempt, (one) => !isPassing(one));
    if (!(answer instanceof Error))
        return answer;
    throw new step_result/* StepFailed */.an(`POST ${url} failed: ${answer.message}. May this machine reach it?`);
}
/** AWS answers 400 with this code where it could not reach the issuer of the token in time. */
const issuerUnreachable = 'IDPCommunicationError';
function isPassing(answer) {
    if (answer instanceof Error)
        return true;
    const { status, text } = answer;
    return status === 429 || status >= 500 || text.includes(issuerUnreachable);
}
function asError(error) {
    return error instanceof Error ? error : new Error(String(error));
}
/** What a JSON text says in the form of `schema`; undefined where it is neither. */
function jsonAs(schema, text) {
    try {
        return schema.safeParse(JSON.parse(text)).data;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ../../jose/dist/webapi/util/decode_jwt.js + 4 modules
var decode_jwt = __webpack_require__(51);
;// CONCATENATED MODULE: ./src/runner/oidc/token-claims.js

/** What a cloud compares with its trust: nothing in it is secret, and it says which part does not fit. */
function claimsOf(token) {
    try {
        const { iss, sub, aud } = (0,decode_jwt/* decodeJwt */.i)(token);
        return `The job's token says:\n  iss: ${iss}\n  sub: ${sub}\n  aud: ${aud}`;
    }
    catch {
        return "The job's token is not a JWT, so that no cloud can trust it.";
    }
}

;// CONCATENATED MODULE: ./src/runner/oidc/aws.js





const credentials = schemas/* object */.Ikc({
    AccessKeyId: schemas/* string */.YjP(),
    SecretAccessKey: schemas/* string */.YjP(),
    SessionToken: schemas/* string */.YjP(),
});
/** Seconds. AWS gives a role that another role takes on no longer than this. */
const longestChained = 3600;
/** The environment with credentials of AWS, by a token of the job. Throws `StepFailed`. */
async function awsEnvironment(step, token, place) {
    const { region, assume_role_arn: second } = step;
    const chained = second !== undefined && second !== '' && step.assume_role_enabled;
    const duration = chained ? Math.min(step.duration, longestChained) : step.duration;
    if (duration < step.duration) {
        place.show(`duration: AWS gives a second role at most ${longestChained} seconds.\n`);
    }
    const session = { RoleSessionName: step.session_name, DurationSeconds: String(duration) };
    let found = await webIdentity(place, region, { ...session, RoleArn: step.role_arn }, token);
    if (chained)
        found = await chainedRole(place, region, { ...session, RoleArn: second }, found);
    return {
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: found.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: found.SecretAccessKey,
        AWS_SESSION_TOKEN: found.SessionToken,
    };
}
const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    accept: 'application/json',
};
async function webIdentity(place, region, role, token) {
    const action = 'AssumeRoleWithWebIdentity';
    const body = bodyOf(action, { ...role, WebIdentityToken: token });
    const answer = await exchange(place, endpoint(region, place.env), { headers, body });
    const found = credentialsIn(answer, action, place);
    if (found)
        return found;
    throw new step_result/* StepFailed */.an(`${refusal(answer, action, role.RoleArn)}\n${claimsOf(token)}\n` +
        "The role's trust policy has to name the identity provider of iss as Federated, and its " +
        'conditions have to allow this sub and this aud; the provider has to list this aud as a client ID. ' +
        "A duration has to be within the role's maximum session duration.");
}
async function chainedRole(place, region, role, first) {
    const action = 'AssumeRole';
    const url = endpoint(region, place.env);
    const body = bodyOf(action, role);
    const signer = new AwsV4Signer({
        ...{ url, method: 'POST', headers, body, service: 'sts', region },
        datetime: new Date(place.run.clock.now()).toISOString().replace(/[-:]|\.\d+/g, ''),
        accessKeyId: first.AccessKeyId,
        secretAccessKey: first.SecretAccessKey,
        sessionToken: first.SessionToken,
    });
    const signed = Object.fromEntries((await signer.sign()).headers);
    const answer = await exchange(place, url, { headers: signed, body });
    const found = credentialsIn(answer, action, place);
    if (found)
        return found;
    throw new step_result/* StepFailed */.an(`${refusal(answer, action, role.RoleArn)}\n` +
        'The trust policy of assume_role_arn has to allow role_arn, and role_arn needs the permission ' +
        'sts:AssumeRole on it.');
}
function bodyOf(action, parameters) {
    const version = '2011-06-15';
    return new URLSearchParams({ Action: action, Version: version, ...parameters }).toString();
}
/** Where STS answers: as configured for any tool of AWS, else in the region. */
function endpoint(region, env) {
    const configured = env.AWS_ENDPOINT_URL_STS || env.AWS_ENDPOINT_URL;
    if (configured)
        return configured;
    // The token goes there: a region with a slash in it would send it elsewhere.
    if (!/^[a-z0-9-]+$/.test(region))
        throw new step_result/* StepFailed */.an(`region: ${region} is no region of AWS.`);
    return `https://sts.${region}.${domainOf(region)}/`;
}
function domainOf(region) {
    if (region.startsWith('cn-'))
        return 'amazonaws.com.cn';
    return region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
}
/** The credentials of an answer, secrets of the run from here on. */
function credentialsIn({ status, text }, action, { run }) {
    if (status !== 200)
        return undefined;
    const result = schemas/* object */.Ikc({ [`${action}Result`]: schemas/* object */.Ikc({ Credentials: credentials }) });
    const answer = schemas/* object */.Ikc({ [`${action}Response`]: result });
    const json = jsonAs(answer, text)?.[`${action}Response`]?.[`${action}Result`];
    const found = json?.Credentials ?? credentials.safeParse(elementsOf(text)).data;
    for (const secret of Object.values(found ?? {}))
        run.masker.add(secret);
    return found;
}
const error = schemas/* object */.Ikc({ Code: schemas/* string */.YjP(), Message: schemas/* string */.YjP().default('') });
function refusal(answer, action, role) {
    const { status, text } = answer;
    const said = jsonAs(schemas/* object */.Ikc({ Error: error }), text)?.Error ?? error.safeParse(elementsOf(text)).data;
    const reason = said
        ? `${said.Code}: ${said.Message}`
        : 'something that is neither a refusal nor credentials';
    return `${action} of ${role}: AWS answered ${status}, ${reason}`;
}
/**
 * The elements with nothing but text in them, by their names: other services that speak the language of
 * STS answer in XML, whatever they are asked for.
 */
function elementsOf(xml) {
    const found = xml.matchAll(/<(\w+)>([^<>]*)<\/\1>/g);
    return Object.fromEntries([...found].map(([, name, text]) => [name, unescaped(text ?? '')]));
}
const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
function unescaped(text) {
    return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => entities[name]);
}

;// CONCATENATED MODULE: ./src/runner/oidc/google.js






const scope = 'https://www.googleapis.com/auth/cloud-platform';
/** Whom the job's token is for where the step does not say it. */
function googleAudience(step) {
    return step.audience ?? `https://iam.googleapis.com/${step.workload_identity_provider}`;
}
/** The environment with credentials of Google Cloud, by a token of the job. Throws `StepFailed`. */
async function googleEnvironment(step, token, place) {
    const federated = await federatedToken(step, token, place);
    const accessToken = step.access_token_subject
        ? await delegatedToken(step, step.access_token_subject, federated, place)
        : await serviceAccountToken(step, federated, place);
    // A folder of its own: steps of other dirspaces may take on another account.
    const file = (0,external_node_path_.join)(await (0,promises_.mkdtemp)((0,external_node_path_.join)(place.run.tmpdir, 'google-')), 'access-token');
    await (0,promises_.writeFile)(file, accessToken, { mode: 0o600 });
    return { GOOGLE_OAUTH_ACCESS_TOKEN: accessToken, GOOGLE_OAUTH_ACCESS_TOKEN_FILE: file };
}
/** A token of the federated identity, which may do nothing but act as the service account. */
async function federatedToken(step, token, place) {
    const provider = step.workload_identity_provider;
    return await tokenFrom(place, schemas/* object */.Ikc({ access_token: schemas/* string */.YjP() }), {
        what: `The exchange of the job's token at ${provider}`,
        url: `${service(place, 'sts')}v1/token`,
        body: {
            audience: `//iam.googleapis.com/${provider}`,
            grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
            requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
            scope,
            subjectTokenType: 'urn:ietf:params:oauth:token-type:jwt',
            subjectToken: token,
        },
        check: `${claimsOf(token)}\nThe provider's issuer has to be this iss, its allowed audiences have to ` +
            'have this aud, and its attribute condition has to allow this token.',
    });
}
async function serviceAccountToken(step, federated, place) {
    return await tokenFrom(place, schemas/* object */.Ikc({ accessToken: schemas/* string */.YjP() }), {
        what: `A token of ${step.service_account}`,
        url: accountUrl(step, 'generateAccessToken', place),
        bearer: federated,
        body: { scope: [scope], lifetime: `${step.access_token_lifetime}s` },
        check: mayActAs(step),
    });
}
/** A token of somebody of the domain, whom the service account may stand for there. */
async function delegatedToken(step, subject, federated, place) {
    const iat = Math.floor(place.run.clock.now() / 1000);
    const claims = { iss: step.service_account, sub: subject, scope, iat };
    const exp = iat + step.access_token_lifetime;
    const aud = 'https://oauth2.googleapis.com/token';
    const assertion = await tokenFrom(place, schemas/* object */.Ikc({ signedJwt: schemas/* string */.YjP() }), {
        what: `A signature of ${step.service_account}`,
        url: accountUrl(step, 'signJwt', place),
        bearer: federated,
        body: { payload: JSON.stringify({ ...claims, exp, aud }) },
        check: mayActAs(step),
    });
    return await tokenFrom(place, schemas/* object */.Ikc({ access_token: schemas/* string */.YjP() }), {
        what: `A token of ${subject}`,
        url: place.env.CLOUDSDK_AUTH_TOKEN_HOST || aud,
        body: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
        check: `${step.service_account} needs domain-wide delegation for the scope ${scope}, which an ` +
            'administrator of the domain gives it.',
    });
}
function mayActAs({ service_account, workload_identity_provider }) {
    return (`On ${service_account} the identities of ${workload_identity_provider} need the roles ` +
        'roles/iam.workloadIdentityUser and, for more than its own tokens, ' +
        'roles/iam.serviceAccountTokenCreator.');
}
function accountUrl(step, method, place) {
    const account = encodeURIComponent(step.service_account);
    return `${service(place, 'iamcredentials')}v1/projects/-/serviceAccounts/${account}:${method}`;
}
/** Where a service answers: as configured for gcloud, else with Google. */
function service({ env }, name) {
    const configured = env[`CLOUDSDK_API_ENDPOINT_OVERRIDES_${name.toUpperCase()}`];
    return configured ? configured.replace(/\/*$/, '/') : `https://${name}.googleapis.com/`;
}
const google_refusal = schemas/* union */.KCZ([
    schemas/* object */.Ikc({ error: schemas/* string */.YjP(), error_description: schemas/* string */.YjP().default('') })
        .transform(({ error, error_description }) => `${error}: ${error_description}`),
    schemas/* object */.Ikc({ error: schemas/* object */.Ikc({ status: schemas/* string */.YjP().default(''), message: schemas/* string */.YjP() }) })
        .transform(({ error }) => `${error.status}: ${error.message}`),
]);
/** The only text in the answer that `schema` reads; a secret of the run from here on. */
async function tokenFrom(place, schema, { what, url, bearer, body, check }) {
    const headers = {
        'content-type': 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    };
    const { status, text } = await exchange(place, url, { headers, body: JSON.stringify(body) });
    const [token] = status === 200 ? Object.values(jsonAs(schema, text) ?? {}) : [];
    if (token !== undefined) {
        place.run.masker.add(token);
        return token;
    }
    const said = jsonAs(google_refusal, text) ?? 'something that is neither a refusal nor a token';
    throw new step_result/* StepFailed */.an(`${what}: Google answered ${status}, ${said}\n${check}`);
}

;// CONCATENATED MODULE: ./src/runner/oidc/oidc-step.js





/**
 * Gives the steps that follow credentials of a cloud, by the identity of the job. Throws `StepFailed`,
 * or `MissingVariable` where a value names a variable that the environment lacks.
 */
async function oidc_step_oidcStep(step, place) {
    Object.assign(place.env, await environmentOf(filled(step, place.env), place));
    return { success: true, payload: {} };
}
async function environmentOf(step, place) {
    switch (step.provider) {
        case 'aws':
            return await awsEnvironment(step, await identityToken(place, step.audience), place);
        case 'gcp':
            return await googleEnvironment(step, await identityToken(place, googleAudience(step)), place);
        case 'azure':
            // The provider exchanges the token itself.
            return {
                ARM_USE_OIDC: 'true',
                ARM_CLIENT_ID: step.client_id,
                ARM_TENANT_ID: step.tenant_id,
                ARM_OIDC_TOKEN: await identityToken(place, step.audience),
                ...(step.subscription_id && { ARM_SUBSCRIPTION_ID: step.subscription_id }),
            };
    }
}
async function identityToken({ run }, audience) {
    try {
        return await run.host.identityToken(run, audience);
    }
    catch (error) {
        if (error instanceof host/* IdentityUnavailable */.h)
            throw new step_result/* StepFailed */.an(error.message);
        throw error;
    }
}
/** The step with variables filled in wherever it has a text. */
function filled(step, env) {
    const entries = Object.entries(step).map(([key, value]) => [
        key,
        typeof value === 'string' ? substitute([value], env).join('') : value,
    ]);
    // Texts became texts, and the type and the provider have no variables in them: it is still a step.
    return Object.fromEntries(entries);
}

;// CONCATENATED MODULE: ./src/runner/plans/plan-json.js

const change = schemas/* object */.Ikc({
    actions: schemas/* array */.YOg(schemas/* string */.YjP()),
    before: schemas/* unknown */.L5J().optional(),
    after: schemas/* unknown */.L5J().optional(),
    before_sensitive: schemas/* unknown */.L5J().optional(),
    after_sensitive: schemas/* unknown */.L5J().optional(),
    importing: schemas/* unknown */.L5J().optional(),
});
/** What we read of `terraform show -json` of a plan. */
const planJson = schemas/* object */.Ikc({
    resource_changes: schemas/* array */.YOg(schemas/* object */.Ikc({ mode: schemas/* string */.YjP().optional(), previous_address: schemas/* string */.YjP().optional(), change }))
        .default([]),
    resource_drift: schemas/* array */.YOg(schemas/* object */.Ikc({ change })).default([]),
    deferred_changes: schemas/* array */.YOg(schemas/* unknown */.L5J()).default([]),
    output_changes: schemas/* record */.g1P(schemas/* string */.YjP(), change).default({}),
    variables: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({ value: schemas/* unknown */.L5J().optional() })).default({}),
    configuration: schemas/* object */.Ikc({
        root_module: schemas/* object */.Ikc({
            variables: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({ sensitive: schemas/* boolean */.zMY().optional() })),
        })
            .partial()
            .optional(),
    })
        .optional(),
});
/** How many resources a plan touches, by action. A replacement counts once, as a replacement. */
function plan_json_planSummary(plan) {
    const drift = plan.resource_drift.length;
    const summary = {
        ...{ add: 0, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0, drift },
        deferred: plan.deferred_changes.length,
    };
    for (const resource of plan.resource_changes) {
        if (resource.mode === 'data')
            continue;
        const action = actionOf(resource.change.actions);
        if (action)
            summary[action] += 1;
        if (resource.change.importing)
            summary.import += 1;
        if (resource.previous_address !== undefined)
            summary.move += 1;
    }
    return summary;
}
function actionOf(actions) {
    if (actions.length === 2)
        return 'replace';
    switch (actions[0]) {
        case 'create':
            return 'add';
        case 'update':
            return 'change';
        case 'delete':
            return 'destroy';
        case 'forget':
            return 'forget';
        default:
            return undefined;
    }
}
/**
 * The texts that Terraform knows to be sensitive in this plan. Its own output hides them only where
 * the schema of the value says so; a provider that copies a value elsewhere shows it.
 */
function sensitiveTexts(plan) {
    const changes = [
        ...plan.resource_changes.map((resource) => resource.change),
        ...plan.resource_drift.map((resource) => resource.change),
        ...Object.values(plan.output_changes),
    ];
    const declared = plan.configuration?.root_module?.variables ?? {};
    return [
        ...changes.flatMap((one) => [
            ...marked(one.before, one.before_sensitive),
            ...marked(one.after, one.after_sensitive),
        ]),
        ...Object.entries(plan.variables).flatMap(([name, { value }]) => marked(value, declared[name]?.sensitive)),
    ];
}
/** The texts in `value` at the places where `marks`, of the same shape, says true. */
function marked(value, marks) {
    if (marks === true)
        return texts(value);
    if (typeof marks !== 'object' || marks === null)
        return [];
    if (typeof value !== 'object' || value === null)
        return [];
    const parts = new Map(Object.entries(value));
    return Object.entries(marks).flatMap(([key, mark]) => marked(parts.get(key), mark));
}
function texts(value) {
    if (typeof value === 'string')
        return [value];
    if (typeof value !== 'object' || value === null)
        return [];
    return Object.values(value).flatMap(texts);
}

;// CONCATENATED MODULE: ./src/runner/plans/plan-document.js


/**
 * The plan of the dirspace as JSON: shown once, whoever asks, and its sensitive values made secrets of
 * the run. Undefined where the engine has none, or where it cannot be read: it is a plan all the same.
 */
async function planDocument(call) {
    const { dirspace } = call.place;
    dirspace.document ??= readDocument(call);
    return await dirspace.document;
}
async function readDocument(call) {
    const { run, dirspace, show } = call.place;
    const { showJson } = dirspace.engine;
    if (!showJson)
        return undefined;
    const file = `${dirspace.planFile}.json`;
    const shown = await showJson(call, file);
    if (shown.exitCode !== 0) {
        show(`The plan cannot be shown as JSON:\n${shown.stderr}\n`);
        return undefined;
    }
    const plan = planJson.safeParse(JSON.parse(await (0,promises_.readFile)(file, 'utf8')));
    if (!plan.success) {
        show(`The plan's JSON has an unknown form: ${plan.error.message}\n`);
        return undefined;
    }
    for (const text of sensitiveTexts(plan.data))
        run.masker.add(text);
    const { path: dir, workspace } = dirspace.dir;
    const document = { dir, workspace, file, summary: plan_json_planSummary(plan.data) };
    run.planDocuments.push(document);
    return document;
}

;// CONCATENATED MODULE: ./src/runner/steps/gate.js
/**
 * The outcome of a step that may have gates: a failure is ignored where they ask people instead. What
 * the configuration says of `ignore_errors` still decides.
 */
function gated(outcome, ...gates) {
    const asked = gates.flatMap((gate) => (gate ? [wireGate(gate)] : []));
    if (outcome.success || asked.length === 0)
        return outcome;
    return { ...outcome, ignoreErrors: true, gates: asked };
}
/** The gate as it travels. Of `any_of` one has to agree where no number is given. */
function wireGate({ token, name, all_of, any_of, any_of_count }) {
    const nobodyOfAny = any_of.length === 0 && all_of.length > 0;
    return { token, name, all_of, any_of, any_of_count: any_of_count ?? (nobodyOfAny ? 0 : 1) };
}

;// CONCATENATED MODULE: ./src/runner/policy/policy-step.js







/**
 * Checks the plan with Checkov, Conftest or OPA. Throws `StepFailed` where there is nothing to check or
 * to check it with: a gate stands for what a check found, not for a check that was not made.
 */
async function policyStep(step, place) {
    const { run } = place;
    const env = { ...place.env, ...step.env };
    const file = await planFile(step, place);
    const request = { tool: step.type, version: undefined, cwd: place.cwd, env };
    const tool = await run.tools.provide(request);
    const cmd = [tool.command, ...argumentsOf(step, file, substitute(step.extra_args, env))];
    const output = { kind: 'shown', show: place.show };
    const command = {
        argv: cmd,
        cwd: directoryOf(step, place),
        env: { ...env, ...environmentWith(env, [tool]) },
    };
    const result = await run.programs.run(command, output);
    if (result.kind === 'not-found') {
        throw new step_result/* StepFailed */.an(`ERROR: Could not find program to run: ${result.program}`);
    }
    const success = result.exitCode === 0;
    const texts = success ? { text: result.stdout, stderr: result.stderr } : { text: (0,step_result/* joined */.oR)(result) };
    const visible_on = step.visible_on ?? 'error';
    const data = step.type === 'opa' ? jsonOf(result.stdout) : undefined;
    const payload = { ...texts, cmd, exit_code: result.exitCode, visible_on };
    return gated({ success, payload: { ...payload, ...(data !== undefined && { data }) } }, step.gate);
}
/** The plan as JSON. Throws `StepFailed` where it has none. */
async function planFile(step, place) {
    const document = await planDocument({ place, extraArgs: [], env: step.env });
    if (document)
        return document.file;
    const { engine, planFile } = place.dirspace;
    if (!engine.showJson) {
        throw new step_result/* StepFailed */.an(`The engine ${engine.name} has no plan in JSON that ${step.type} can check.`);
    }
    const planned = await (0,promises_.access)(planFile).then(() => true, () => false);
    throw new step_result/* StepFailed */.an(planned
        ? `The plan could not be shown as JSON, which ${step.type} checks. The job's log says why.`
        : `There is no plan for ${step.type} to check: the step plan has to stand before it.`);
}
function argumentsOf(step, file, extra) {
    switch (step.type) {
        case 'checkov':
            return [...(extra.length > 0 ? extra : ['--quiet', '--compact']), '-f', file];
        case 'conftest':
            return ['test', '--ignore', '.git', ...extra, file];
        case 'opa': {
            const fail = step.fail_on === 'defined' ? '--fail-defined' : '--fail';
            return ['eval', fail, '--format', 'json', '--ignore', '.git', '-i', file, ...extra];
        }
    }
}
/** Conftest looks for its policies from where it runs; those of CDKTF lie with the synthesised stack. */
function directoryOf(step, { cwd, dirspace }) {
    if (step.type !== 'conftest' || dirspace.engine.name !== 'cdktf')
        return cwd;
    return (0,external_node_path_.join)(cwd, 'cdktf.out', 'stacks', dirspace.dir.workspace);
}
/** What OPA printed, or undefined where it is no JSON: it is cut, or masked in the wrong place. */
function jsonOf(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./src/runner/mask/mask.js + 1 modules
var mask = __webpack_require__(888);
;// CONCATENATED MODULE: ./src/runner/plans/plan-binding.js
/** What a plan that is made or applied here is for. */
function bindingOf({ run, dirspace }) {
    const { manifest, settings, source } = run;
    return {
        repository: settings.repository,
        pull_request: manifest.run_kind_data?.id ?? manifest.run_kind,
        dir: dirspace.dir.path,
        workspace: dirspace.dir.workspace,
        base_ref: manifest.base_ref,
        head_sha: source.head,
        tree: source.tree,
    };
}

;// CONCATENATED MODULE: ./src/runner/plans/plan-envelope.js


/** What a plan is for. A sealed plan opens for nothing else. */
const planBinding = schemas/* strictObject */.rej({
    repository: schemas/* string */.YjP(),
    /** Number of the pull request, or the kind of a run that has none. */
    pull_request: schemas/* string */.YjP(),
    dir: schemas/* string */.YjP(),
    workspace: schemas/* string */.YjP(),
    base_ref: schemas/* string */.YjP(),
    /** The commit that was planned. */
    head_sha: schemas/* string */.YjP(),
    /** The git tree that was planned: that commit with the base branch merged. */
    tree: schemas/* string */.YjP(),
});
const inline = schemas/* object */.Ikc({
    method: schemas/* literal */.euz('terrateam'),
    version: schemas/* literal */.euz(1),
    data: schemas/* base64 */.K39(),
});
const sealed = schemas/* object */.Ikc({
    method: schemas/* literal */.euz('terrane-sealed'),
    version: schemas/* literal */.euz(1),
    salt: schemas/* base64 */.K39(),
    nonce: schemas/* base64 */.K39(),
    tag: schemas/* base64 */.K39(),
    data: schemas/* base64 */.K39(),
    bound: planBinding,
});
const envelope = schemas/* discriminatedUnion */.gMt('method', [inline, sealed]);
/** A plan cannot be trusted or read; the message says why and what to do. */
class PlanRefused extends Error {
}
const planAgain = 'Plan again, then apply.';
/**
 * Wraps a plan for the way to the control plane, as base64. With a key the plan is encrypted
 * (AES-256-GCM, a fresh key derived by HKDF for each plan) and bound to what it is for.
 */
function wrapPlan(plan, bound, key) {
    const wrapped = key === undefined ? plain(plan) : seal(plan, bound, key);
    return Buffer.from(JSON.stringify(wrapped)).toString('base64');
}
/** Opens what `wrapPlan` made. Throws `PlanRefused` when it is not for `expected`, or was changed. */
function unwrapPlan(data, expected, key) {
    const parsed = envelope.safeParse(plan_envelope_jsonOf(data));
    if (!parsed.success) {
        throw new PlanRefused(`The stored plan has a form that this runner does not know. ${planAgain}`);
    }
    if (parsed.data.method === 'terrateam') {
        // Whoever can replace a stored plan could otherwise have an unsealed one applied.
        if (key === undefined)
            return Buffer.from(parsed.data.data, 'base64');
        throw new PlanRefused(`TERRANE_PLAN_KEY is set, but the stored plan is not sealed. ${planAgain}`);
    }
    if (key === undefined) {
        throw new PlanRefused('The stored plan is sealed: set the secret TERRANE_PLAN_KEY that it was sealed with.');
    }
    const moved = whatMoved(parsed.data.bound, expected);
    if (moved.length > 0) {
        throw new PlanRefused(`The stored plan is for something else:\n${moved.join('\n')}\n${planAgain}`);
    }
    return plan_envelope_open(parsed.data, key);
}
/**
 * The same commit with the same base branch is what was planned, and so is the same tree: after a
 * merge the commit is another one.
 */
function whatMoved(bound, expected) {
    const fields = [
        'repository',
        'pull_request',
        'dir',
        'workspace',
        'base_ref',
    ];
    if (bound.tree !== expected.tree)
        fields.push('head_sha');
    return fields
        .filter((field) => bound[field] !== expected[field])
        .map((field) => `  ${field}: planned for ${bound[field]}, now ${expected[field]}`);
}
function plain(plan) {
    return { method: 'terrateam', version: 1, data: plan.toString('base64') };
}
function seal(plan, bound, key) {
    const salt = (0,external_node_crypto_.randomBytes)(32);
    const nonce = (0,external_node_crypto_.randomBytes)(12);
    const cipher = (0,external_node_crypto_.createCipheriv)('aes-256-gcm', derive(key, salt), nonce);
    cipher.setAAD(authenticated(bound));
    const data = Buffer.concat([cipher.update(plan), cipher.final()]);
    return {
        method: 'terrane-sealed',
        version: 1,
        salt: salt.toString('base64'),
        nonce: nonce.toString('base64'),
        tag: cipher.getAuthTag().toString('base64'),
        data: data.toString('base64'),
        bound,
    };
}
function plan_envelope_open(box, key) {
    try {
        const salt = Buffer.from(box.salt, 'base64');
        const nonce = Buffer.from(box.nonce, 'base64');
        const decipher = (0,external_node_crypto_.createDecipheriv)('aes-256-gcm', derive(key, salt), nonce, {
            authTagLength: 16,
        });
        decipher.setAAD(authenticated(box.bound));
        decipher.setAuthTag(Buffer.from(box.tag, 'base64'));
        return Buffer.concat([decipher.update(Buffer.from(box.data, 'base64')), decipher.final()]);
    }
    catch {
        throw new PlanRefused(`The stored plan was changed after it was made, or TERRANE_PLAN_KEY is another. ${planAgain}`);
    }
}
function derive(key, salt) {
    return Buffer.from((0,external_node_crypto_.hkdfSync)('sha256', key, salt, 'terrane plan 1', 32));
}
/** The binding as bytes, its fields in one order whatever order JSON had them in. */
function authenticated(bound) {
    const fields = planBinding.keyof().options.map((field) => [field, bound[field]]);
    return Buffer.from(JSON.stringify(fields));
}
function plan_envelope_jsonOf(base64) {
    try {
        return JSON.parse(Buffer.from(base64, 'base64').toString());
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/runner/plans/plan-storage.js




/** Stores the plan that stands in `planFile`. Throws an error that says why it could not. */
async function storePlan(place, hasChanges) {
    const { settings, controlPlane } = place.run;
    const { path, workspace } = place.dirspace.dir;
    const plan = await (0,promises_.readFile)(place.dirspace.planFile);
    const plan_data = wrapPlan(plan, bindingOf(place), settings.planKey);
    await controlPlane.storePlan({ path, workspace, plan_data, has_changes: hasChanges });
}
/**
 * Puts the stored plan where the apply finds it, in `planFile`. Throws `StepFailed` when there is none
 * to trust.
 */
async function fetchPlan(place) {
    const { controlPlane, settings } = place.run;
    const { path, workspace } = place.dirspace.dir;
    const stored = await controlPlane.fetchPlan(path, workspace);
    if (stored === undefined) {
        throw new step_result/* StepFailed */.an(`There is no plan to apply for ${path} (${workspace}): it was used, has expired, or is for ` +
            'another commit. Plan again, then apply.');
    }
    try {
        const plan = unwrapPlan(stored, bindingOf(place), settings.planKey);
        await (0,promises_.writeFile)(place.dirspace.planFile, plan, { mode: 0o600 });
    }
    catch (error) {
        if (error instanceof PlanRefused)
            throw new step_result/* StepFailed */.an(error.message);
        throw error;
    }
}
/** Deletes the plan that was applied, where it is kept outside of the control plane. */
async function discardPlan(_place) { }

;// CONCATENATED MODULE: ./src/runner/steps/apply-step.js






const visible_on = 'always';
/** Applies the stored plan (or, in an unsafe apply, whatever is to be done now) and reads the outputs. */
async function applyStep(step, place) {
    const { engine } = place.dirspace;
    const call = { place, extraArgs: step.extra_args, env: step.env };
    const unsafe = place.run.manifest.type === 'unsafe-apply';
    if (!unsafe)
        await fetchPlan(place);
    const isFinal = (result) => result.exitCode === 0 || place.run.interruption.requested;
    const apply = await retry_retry(retryRule(step), place.run.clock, () => (unsafe ? engine.unsafeApply(call) : engine.apply(call)), isFinal);
    if (apply.exitCode !== 0)
        return { success: false, payload: { text: (0,step_result/* joined */.oR)(apply), visible_on } };
    if (!unsafe)
        await discardPlan(place);
    const applied = { text: apply.stdout, visible_on };
    if (!engine.outputs)
        return { success: true, payload: applied };
    const read = await readOutputs(await engine.outputs(call), place);
    if (read.error !== undefined)
        place.show(`${read.error}\n`);
    return { success: read.error === undefined, payload: { ...applied, ...read } };
}
function retryRule({ retry: rule }) {
    if (!rule?.enabled)
        return { tries: 1, initialWait: 0, backoff: 1 };
    return { tries: rule.tries, initialWait: rule.initial_sleep * 1000, backoff: rule.backoff };
}
const outputsJson = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* looseObject */._H3({ sensitive: schemas/* boolean */.zMY().optional(), value: schemas/* unknown */.L5J().optional() }));
/** The outputs after the apply, without the sensitive values; nothing when there are none. */
async function readOutputs(result, place) {
    if (result.exitCode !== 0)
        return { error: `Could not read the outputs:\n${(0,step_result/* joined */.oR)(result)}` };
    const parsed = parseOutputs(result.stdout);
    if (!parsed)
        return { error: 'The outputs are not the JSON that `output -json` should print.' };
    const shownOutputs = {};
    for (const [name, output] of Object.entries(parsed)) {
        for (const text of marked(output.value, output.sensitive))
            place.run.masker.add(text);
        shownOutputs[name] = output.sensitive ? { ...output, value: mask/* mask */.d } : output;
    }
    return Object.keys(shownOutputs).length > 0 ? { outputs: shownOutputs } : {};
}
function parseOutputs(text) {
    try {
        return outputsJson.parse(JSON.parse(text));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/runner/steps/drift-issue-step.js

/** Opens an issue with what a drift run found. */
async function driftIssueStep(step, _place) {
    throw new step_result/* StepFailed */.an(`The step ${step.type} is not supported yet by this runner.`);
}

// EXTERNAL MODULE: ./src/runner/mask/masked-stream.js
var masked_stream = __webpack_require__(450);
;// CONCATENATED MODULE: ./src/runner/steps/configured-command.js

/**
 * Runs the `cmd` of a step: `$NAME` and `${NAME}` are filled in from `env`. `prefix` comes before it,
 * as it is.
 */
async function runConfigured(cmd, { run, cwd, env }, output, prefix = []) {
    const filled = filledIn(cmd, env);
    if (filled instanceof MissingVariable)
        return { kind: 'refused', cmd, text: filled.message };
    const result = await run.programs.run({ argv: [...prefix, ...filled], cwd, env }, output);
    if (result.kind === 'exited')
        return { kind: 'ran', cmd: filled, result };
    const text = `ERROR: Could not find program to run: ${result.program}`;
    return { kind: 'refused', cmd, text };
}
function filledIn(cmd, env) {
    try {
        return substitute(cmd, env);
    }
    catch (error) {
        if (error instanceof MissingVariable)
            return error;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/runner/steps/env-step.js






/** How much a variable's program may print, in UTF-16 units. */
const longestOutput = 1 << 20;
/** Linux starts no program with a variable longer than this: name, `=`, value and an end, in bytes. */
const longestVariable = 128 * 1024;
/** Sets variables of the environment for the steps that follow. */
async function env_step_envStep(step, place) {
    return step.method === 'exec' ? await execStep(step, place) : await sourceStep(step, place);
}
/** What the program prints is the value. */
async function execStep(step, place) {
    const { masker } = place.run;
    const { method, sensitive, name } = step;
    // Of a sensitive program nothing is shown before its value is a secret.
    const ran = await runConfigured(step.cmd, place, sensitive ? { kind: 'raw' } : { kind: 'answer', limit: longestOutput, show: place.show });
    const outcome = outcomeIn(place, method, ran.cmd);
    if (ran.kind === 'refused')
        return outcome(false, ran.text);
    const { exitCode, stdout, stderr, truncated } = ran.result;
    const value = step.trim_trailing_newlines ? stdout.replace(/(\r?\n)+$/, '') : stdout;
    if (sensitive)
        masker.add(value);
    const text = sensitive ? env_step_hidden(stdout) : (0,masked_stream/* maskedText */.$O)(masker, stdout);
    if (truncated)
        return outcome(false, tooLong(name));
    if (exitCode !== 0) {
        return outcome(false, (0,step_result/* joined */.oR)({ stdout: text, stderr: (0,masked_stream/* maskedText */.$O)(masker, stderr) }));
    }
    const wrong = whyUnusable(name, value);
    if (wrong !== undefined)
        return outcome(false, wrong);
    place.env[name] = value;
    if (!sensitive)
        place.show(text);
    return outcome(true, text);
}
/** What a script leaves of the environment is the environment. */
async function sourceStep(step, place) {
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(place.run.tmpdir, 'environment-'));
    try {
        return await sourceInto((0,external_node_path_.join)(folder, 'environment'), step, place);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
/**
 * The environment goes into a file that is opened only at the end: what the script prints, or starts
 * and leaves running, cannot get into it. `$0` names the file, since `source` does not change it and
 * no variable of the script can; `command -p` finds `env` whatever the script made of PATH.
 */
const sourceScript = 'set -eu; source "$@"; builtin command -p env -0 >| "$0"';
async function sourceInto(file, step, place) {
    const { sensitive, method } = step;
    const output = sensitive ? { kind: 'raw' } : shownBy(place);
    const ran = await runConfigured(step.cmd, place, output, ['bash', '-c', sourceScript, file]);
    const outcome = outcomeIn(place, method, ran.cmd);
    if (ran.kind === 'refused')
        return outcome(false, ran.text);
    const { exitCode, stdout } = ran.result;
    if (exitCode !== 0) {
        // What it had set, and so what is secret in its output, is not known.
        const failed = `The script failed with exit code ${exitCode}. Its output is not shown, since the step is sensitive.`;
        return outcome(false, sensitive ? failed : (0,step_result/* joined */.oR)(ran.result));
    }
    const environment = env_step_environmentOf(await readIfThere(file));
    if (!environment)
        return outcome(false, endedEarly);
    const wrong = firstUnusable(environment);
    if (wrong !== undefined)
        return outcome(false, wrong);
    if (sensitive)
        hideNew(environment, place);
    replaceEnvironment(place.env, environment);
    return outcome(true, sensitive ? env_step_hidden(stdout) : stdout);
}
/** Whatever a sensitive step printed, a value too short to be masked elsewhere included. */
function env_step_hidden(text) {
    return text === '' ? '' : mask/* mask */.d;
}
const endedEarly = 'The script ended bash, so its variables are not known: leave out `exit`, or use `return`.';
function shownBy({ show }) {
    return { kind: 'shown', show };
}
async function readIfThere(file) {
    return await (0,promises_.readFile)(file, 'utf8').catch((error) => {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    });
}
/** What bash itself sets, which would be wrong in the directory of another step. */
const ofTheShell = new Set(['_', 'PWD', 'OLDPWD', 'SHLVL']);
function env_step_environmentOf(printed) {
    if (printed === undefined)
        return undefined;
    const variables = printed.split('\0').map((entry) => {
        const end = entry.indexOf('=');
        return [entry.slice(0, Math.max(end, 0)), entry.slice(end + 1)];
    });
    return Object.fromEntries(variables.filter(([name]) => name !== '' && !ofTheShell.has(name)));
}
/** Makes secrets of what the script set. Exported functions are code: its lines stand everywhere. */
function hideNew(environment, { env, run }) {
    for (const [name, value] of Object.entries(environment)) {
        if (value !== env[name] && !name.startsWith('BASH_FUNC_'))
            run.masker.add(value);
    }
}
function replaceEnvironment(env, next) {
    for (const name of Object.keys(env))
        if (!Object.hasOwn(next, name))
            delete env[name];
    Object.assign(env, next);
}
function firstUnusable(environment) {
    for (const [name, value] of Object.entries(environment)) {
        const wrong = whyUnusable(name, value);
        if (wrong !== undefined)
            return wrong;
    }
    return undefined;
}
/** Why no program could be started with this variable, or undefined when one can. */
function whyUnusable(name, value) {
    if (/[=\0]/.test(name))
        return `${JSON.stringify(name)} cannot be the name of a variable.`;
    if (value.includes('\0'))
        return `The value for ${name} has a NUL character, which no variable may have.`;
    const size = Buffer.byteLength(`${name}=${value}`) + 1;
    return size <= longestVariable ? undefined : tooLong(name);
}
function tooLong(name) {
    return (`The value for ${name} is too long for the environment (${longestVariable} bytes with its name). ` +
        'Write it to a file, and set the variable to the file’s path.');
}
function outcomeIn(place, method, cmd) {
    return (success, text) => {
        if (!success)
            place.show(`${text}\n`);
        return { success, payload: { cmd, method, text } };
    };
}

// EXTERNAL MODULE: ../../zod/v4/core/core.js
var core = __webpack_require__(974);
// EXTERNAL MODULE: ./src/runner/http/http-retry.js
var http_retry = __webpack_require__(127);
;// CONCATENATED MODULE: ./src/runner/forge/forge-api.js



/** The forge answered, but refused. */
class ForgeRefused extends step_result/* StepFailed */.an {
    status;
    constructor(message, status) {
        super(message);
        this.status = status;
    }
}
/** Items of a page of a list; a page with fewer is the last one. Both forges give no more. */
const pageSize = 100;
/** GitHub says `message`, GitLab that or `error`; what they hold differs by call. */
const forge_api_refusal = schemas/* object */.Ikc({ message: schemas/* unknown */.L5J(), error: schemas/* unknown */.L5J() }).partial();
/** Throws `ForgeRefused` with what the forge said, and `StepFailed` where it said nothing of use. */
async function forge_api_callForge({ place, url, headers }, { method, path, body }, answer) {
    const what = `${method} ${url}${path}`;
    const request = {
        method,
        headers: { 'user-agent': 'terrane-runner', 'content-type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
    };
    const again = (reason) => place.show(`${what}: ${reason}. Trying again.\n`);
    const { status, text } = await (0,http_retry/* requestWithRetry */.E)(`${url}${path}`, request, place.run.clock, again)
        // The reason is of the network's: a name that is not known, a connection that was refused.
        .catch((error) => {
        throw new step_result/* StepFailed */.an(`${what} failed: ${String(error)}`);
    });
    const parsed = jsonOrUndefined(text);
    if (status < 200 || status > 299) {
        throw new ForgeRefused(`${what} answered ${status}. ${said(parsed)}`, status);
    }
    const expected = answer.safeParse(parsed);
    if (expected.success)
        return expected.data;
    throw new step_result/* StepFailed */.an(`${what} answered something else than expected:\n${errors/* prettifyError */.S1(expected.error)}`);
}
/** The items of a list, page after page, each asked for when it is needed. `path` has a query. */
async function* forge_api_listOf(api, path, item) {
    for (let page = 1;; page += 1) {
        const paged = `${path}&per_page=${pageSize}&page=${page}`;
        const items = await forge_api_callForge(api, { method: 'GET', path: paged }, z.array(item));
        yield* items;
        if (items.length < pageSize)
            return;
    }
}
function said(answer) {
    const { message, error } = forge_api_refusal.safeParse(answer).data ?? {};
    const reason = message ?? error ?? '';
    return typeof reason === 'string' ? reason : JSON.stringify(reason);
}
function jsonOrUndefined(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/runner/forge/github-api.js



const environment = schemas/* object */.Ikc({
    GITHUB_API_URL: schemas/* url */.OZ5({ protocol: /^https?$/ }).default('https://api.github.com'),
});
const issue = schemas/* object */.Ikc({ body: schemas/* string */.YjP().nullish(), html_url: schemas/* string */.YjP() });
/** GitHub's API, with the token given. Throws `StepFailed` where there is none. */
function githubApi(place, token) {
    if (!token) {
        throw new step_result/* StepFailed */.an('TERRATEAM_GITHUB_TOKEN is not set: the control plane gave this job no token for GitHub.');
    }
    place.run.masker.add(token);
    const env = environment.safeParse(place.env);
    if (!env.success)
        throw new step_result/* StepFailed */.an(errors/* prettifyError */.S1(env.error));
    return {
        place,
        url: env.data.GITHUB_API_URL.replace(/\/+$/, ''),
        headers: {
            authorization: `Bearer ${token}`,
            accept: 'application/vnd.github+json',
            'x-github-api-version': '2022-11-28',
        },
    };
}
/** The issues of the repository; a list of GitHub's has pull requests as well. */
function githubIssues(api) {
    const path = `/repos/${api.place.run.settings.repository}/issues`;
    return {
        openBodies: async function* () {
            for await (const { body } of listOf(api, `${path}?state=open`, issue))
                yield body ?? '';
        },
        create: async (title, body) => {
            const call = { method: 'POST', path, body: { title, body } };
            return (await callForge(api, call, issue)).html_url;
        },
    };
}
/** Throws `ForgeRefused` (422) when one of them cannot be asked: then nobody is. */
async function requestReviews(api, pullNumber, { users, teams }) {
    const path = `/repos/${api.place.run.settings.repository}/pulls/${pullNumber}/requested_reviewers`;
    const body = { reviewers: users, team_reviewers: teams };
    await forge_api_callForge(api, { method: 'POST', path, body }, schemas/* unknown */.L5J());
}

;// CONCATENATED MODULE: ./src/runner/steps/review-requests.js



/**
 * Asks the users and teams among `subjects` for a review of the pull request, and resolves to what did
 * not work. Only GitHub has such requests; other runs have no pull request.
 */
async function askForReviews(place, subjects) {
    const number = pullNumber(place.run);
    const owner = place.run.settings.repository.split('/')[0] ?? '';
    const asked = [...new Set(subjects)].flatMap((subject) => reviewer(subject, owner) ?? []);
    if (place.run.host.name !== 'github' || number === undefined || asked.length === 0)
        return [];
    const one = async (reviewers) => {
        await requestReviews(githubApi(place, place.env.TERRATEAM_GITHUB_TOKEN), number, reviewers);
    };
    const together = await refused(() => one(review_requests_all(asked)));
    if (together === undefined)
        return [];
    const names = asked.map(({ subject }) => subject).join(', ');
    const failed = (who, why) => `No review was asked of ${who}: ${why.message}`;
    // GitHub asks nobody when one of them cannot be: the author, or one who may not read the repository.
    const oneByOne = together instanceof ForgeRefused && together.status === 422 && asked.length > 1;
    if (!oneByOne)
        return [failed(names, together)];
    const problems = [];
    for (const { subject, reviewers } of asked) {
        const why = await refused(() => one(reviewers));
        if (why)
            problems.push(failed(subject, why));
    }
    return problems;
}
function pullNumber({ manifest }) {
    const id = manifest.run_kind === 'pr' ? (manifest.run_kind_data?.id ?? '') : '';
    return /^\d+$/.test(id) ? Number(id) : undefined;
}
/** Undefined for subjects that are neither a user nor a team of the repository's organization. */
function reviewer(subject, owner) {
    const user = /^user:([\w-]+)$/.exec(subject)?.[1];
    if (user !== undefined)
        return { subject, reviewers: { users: [user], teams: [] } };
    const [, organization = owner, team] = /^team:(?:([\w-]+)\/)?([\w.-]+)$/.exec(subject) ?? [];
    if (team === undefined || organization.toLowerCase() !== owner.toLowerCase())
        return undefined;
    return { subject, reviewers: { users: [], teams: [team] } };
}
function review_requests_all(asked) {
    return {
        users: asked.flatMap(({ reviewers }) => reviewers.users),
        teams: asked.flatMap(({ reviewers }) => reviewers.teams),
    };
}
/** Why it did not work, or undefined when it did. */
async function refused(attempt) {
    try {
        await attempt();
        return undefined;
    }
    catch (error) {
        if (error instanceof step_result/* StepFailed */.an)
            return error;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/runner/steps/gates-step.js







/** How much the program may print, in UTF-16 units. */
const gates_step_longestOutput = 1 << 20;
const answer = schemas/* string */.YjP()
    .transform((text, issue) => {
    try {
        return JSON.parse(text);
    }
    catch {
        issue.addIssue({ code: 'custom', message: 'It is no JSON.' });
        return core/* NEVER */.tm;
    }
})
    .pipe(schemas/* object */.Ikc({
    gates: schemas/* array */.YOg(schemas/* object */.Ikc({ ...operation_config_gate.shape, add_reviewers: schemas/* boolean */.zMY().default(true) })),
}));
/** Runs a program that says who has to agree before the apply, and asks them for reviews. */
async function gatesStep(step, place) {
    const printed = await output(step, place);
    if (typeof printed !== 'string')
        return printed;
    const parsed = answer.safeParse(printed);
    if (!parsed.success) {
        const wrong = `The program has to print JSON, {"gates": […]}, and nothing else.\n${errors/* prettifyError */.S1(parsed.error)}`;
        place.show(`${wrong}\n`);
        return (0,step_result/* failure */.V2)(`${wrong}\nIt printed:\n${(0,masked_stream/* maskedText */.$O)(place.run.masker, printed)}`);
    }
    const { gates } = parsed.data;
    if (gates.length === 0)
        return { success: true, payload: { visible_on: 'error' } };
    const asked = gates.filter((one) => one.add_reviewers);
    const problems = await askForReviews(place, asked.flatMap(({ all_of, any_of }) => [...all_of, ...any_of]));
    for (const problem of problems)
        place.show(`${problem}\n`);
    const text = problems.length === 0 ? {} : { text: problems.join('\n') };
    return {
        success: false,
        payload: { ...text, visible_on: 'error' },
        ignoreErrors: true,
        gates: gates.map(wireGate),
    };
}
/** What the program printed, or the failure of the step. */
async function output(step, place) {
    const env = { ...place.env, ...step.env };
    const answered = { kind: 'answer', limit: gates_step_longestOutput, show: place.show };
    const ran = await runConfigured(step.cmd, { ...place, env }, answered);
    if (ran.kind === 'refused') {
        place.show(`${ran.text}\n`);
        return (0,step_result/* failure */.V2)(ran.text);
    }
    const { exitCode, stdout, stderr, truncated } = ran.result;
    const shown = (0,masked_stream/* maskedText */.$O)(place.run.masker, stdout);
    place.show(shown);
    if (truncated)
        return (0,step_result/* failure */.V2)(`The program printed more than ${gates_step_longestOutput} characters.`);
    return exitCode === 0 ? stdout : (0,step_result/* failure */.V2)((0,step_result/* joined */.oR)({ stdout: shown, stderr }));
}

;// CONCATENATED MODULE: ./src/runner/steps/init-step.js

/** Initialises the directory from scratch and selects the workspace. */
async function initStep(step, place) {
    const call = { place, extraArgs: step.extra_args, env: step.env };
    const init = await place.dirspace.engine.init(call);
    if (init.exitCode !== 0)
        return (0,step_result/* failure */.V2)((0,step_result/* joined */.oR)(init));
    return { success: true, payload: { text: init.stdout, visible_on: 'error' } };
}

;// CONCATENATED MODULE: ./src/runner/plans/diff-text.js
const markers = /^( +)(-\/\+|\+\/-|[-+~])(?= )/;
const heredocStart = /^( *(?:(?:-\/\+|\+\/-|[-+~]) )?)(?=\S).*<<[-~]?([A-Za-z_]\w*)$/;
/**
 * Makes the text of `terraform show` a diff that a highlighter colours: the marker of a changed line
 * moves to column 0, where `~` becomes `!`. In the body of a heredoc only the column that holds
 * Terraform's own markers counts, so that the dashes of a YAML document are not taken for removals.
 */
function diffText(text) {
    let heredoc;
    return text
        .split('\n')
        .map((line) => {
        if (heredoc) {
            if (line.startsWith(heredoc.end))
                heredoc = undefined;
            else
                return promoteAt(line, heredoc.markerColumn);
            return line;
        }
        heredoc = heredocOf(line);
        return promote(line);
    })
        .join('\n');
}
function promote(line) {
    return line.replace(markers, (_, indent, marker) => mark(marker) + indent);
}
function promoteAt(line, column) {
    return line.search(/\S/) === column ? promote(line) : line;
}
function mark(marker) {
    return marker === '~' ? '!' : marker;
}
/** Terraform indents a heredoc's markers by two from its attribute's name, and ends it below the name. */
function heredocOf(line) {
    const [, lead, end] = heredocStart.exec(line) ?? [];
    if (lead === undefined || end === undefined)
        return undefined;
    return { markerColumn: lead.length + 2, end: ' '.repeat(lead.length) + end };
}

;// CONCATENATED MODULE: ./src/runner/steps/plan-step.js




const plan_step_visible_on = 'always';
/** Plans, describes the plan, and stores it for the apply. */
async function planStep(step, place) {
    const { engine } = place.dirspace;
    const call = { place, extraArgs: step.extra_args, env: step.env };
    const plan = await engine.plan(call, step.mode);
    // Whoever asked before has that of an earlier plan, or none.
    place.dirspace.document = undefined;
    const failed = (text) => ({ success: false, payload: { text, visible_on: plan_step_visible_on } });
    if (plan.kind === 'failed')
        return failed((0,step_result/* joined */.oR)(plan.result));
    const { hasChanges } = plan;
    const [diff, document] = await Promise.all([
        engine.diff(call),
        hasChanges ? planDocument(call) : undefined,
    ]);
    const wrong = diff !== undefined && diff.exitCode !== 0;
    const refused = wrong ? (0,step_result/* joined */.oR)(diff) : await store(place, hasChanges);
    if (refused !== undefined) {
        place.show(`${refused}\n`);
        return failed(refused);
    }
    return {
        success: true,
        payload: {
            plan: diffText(diff?.stdout ?? ''),
            has_changes: hasChanges,
            text: plan.result.stdout,
            visible_on: plan_step_visible_on,
            ...(document && { summary: document.summary }),
        },
    };
}
/** Why the plan could not be stored, or undefined when it was. */
async function store(place, hasChanges) {
    try {
        await storePlan(place, hasChanges);
        return undefined;
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return `Could not store plan file, with the following error:\n${reason}`;
    }
}

;// CONCATENATED MODULE: ./src/runner/steps/resourcely-step.js

/** Checks a plan with Resourcely. */
async function resourcelyStep(step, _place) {
    throw new step_result/* StepFailed */.an(`The step ${step.type} is not supported yet by this runner.`);
}

;// CONCATENATED MODULE: ./src/runner/steps/run-command-step.js



/** Runs a command of the configuration. When it fails, its gates ask people instead. */
async function runCommandStep(step, place) {
    const env = { ...place.env, ...step.env };
    const output = { kind: 'shown', show: place.show };
    const ran = await runConfigured(step.cmd, { ...place, env }, output);
    if (ran.kind === 'refused')
        place.show(`${ran.text}\n`);
    const success = ran.kind === 'ran' && ran.result.exitCode === 0;
    const payload = payloadOf(step, ran, success);
    return gated({ success, payload }, step.gate, ...step.on_error);
}
function payloadOf({ visible_on = 'error', capture_output, format }, ran, success) {
    const { cmd } = ran;
    if (ran.kind === 'refused')
        return { text: ran.text, cmd, visible_on };
    const { result } = ran;
    const facts = { cmd, exit_code: result.exitCode, visible_on };
    if (!capture_output) {
        const text = 'The output was not captured (capture_output: false). It is in the log of the job.';
        return success ? facts : { ...facts, text };
    }
    if (!success)
        return { ...facts, text: (0,step_result/* joined */.oR)(result) };
    return { ...facts, ...(format && { format }), text: result.stdout, stderr: result.stderr };
}

;// CONCATENATED MODULE: ./src/runner/steps/slack-step.js



const slack_step_variable = 'SLACK_WEBHOOK_URL';
const thisMachine = ['localhost', '127.0.0.1', '[::1]'];
/** Writes a message in Slack, by an incoming webhook. */
async function slackStep(step, place) {
    const { masker, clock } = place.run;
    const url = webhook(place);
    const text = masker.mask(substitute([step.msg], place.env).join());
    const request = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
    };
    const again = (reason) => place.show(`Slack: ${reason}. Trying again.\n`);
    const answer = await (0,http_retry/* requestWithRetry */.E)(url, request, clock, again).catch((error) => {
        throw new step_result/* StepFailed */.an(`Slack could not be reached: ${String(error)}`);
    });
    if (answer.status === 200 && answer.text.trim() === 'ok') {
        return { success: true, payload: { text, visible_on: 'error' } };
    }
    throw new step_result/* StepFailed */.an(`Slack answered ${answer.status} to the message: ${answer.text.slice(0, 500)}\n` +
        `Is ${slack_step_variable} the address of an incoming webhook that still exists?`);
}
function webhook({ env, run }) {
    const given = env[slack_step_variable];
    if (!given) {
        throw new step_result/* StepFailed */.an(`${slack_step_variable} is not set. Make an incoming webhook in Slack, and give the job its address as a secret of this name.`);
    }
    run.masker.add(given);
    const url = URL.parse(given);
    // Who has the address may write in the channel: it travels encrypted, or not at all.
    if (url?.protocol === 'https:')
        return given;
    if (url?.protocol === 'http:' && thisMachine.includes(url.hostname))
        return given;
    throw new step_result/* StepFailed */.an(`${slack_step_variable} is no address that begins with https://.`);
}

;// CONCATENATED MODULE: ./src/runner/steps/step.js















/**
 * Runs the steps of one scope in order; each one's result goes to `record` as soon as it is there. A
 * step runs or not by its `run_on` and whether one before it failed. Nothing starts once the job was
 * asked to stop.
 */
async function runSteps(steps, place, scope, succeededSoFar, record) {
    const prefix = place.dirspace?.engine.prefix;
    let good = succeededSoFar;
    for (const step of steps) {
        if (place.run.interruption.requested)
            return;
        if (step.run_on !== 'always' && (step.run_on === 'success') !== good)
            continue;
        place.show(`▶ ${describe(step, prefix)}\n`);
        const { success, payload, ignoreErrors, gates = [] } = await runStep(step, place);
        const ignore_errors = step.ignore_errors ?? ignoreErrors ?? false;
        if (!success)
            place.show(`✘ ${describe(step, prefix)} failed\n`);
        record({ step: stepName(step, prefix), scope, success, payload, ignore_errors }, gates);
        good &&= success || ignore_errors;
    }
}
/** Never throws: an unexpected exception is a failed step. */
async function runStep(step, place) {
    try {
        return await dispatch(step, place);
    }
    catch (error) {
        const text = isExpected(error) ? error.message : (0,step_result/* defect */.gb)(error);
        place.show(`${text}\n`);
        return (0,step_result/* failure */.V2)(text);
    }
}
function isExpected(error) {
    return [step_result/* StepFailed */.an, MissingVariable, control_plane/* ControlPlaneError */.C].some((kind) => error instanceof kind);
}
async function dispatch(step, place) {
    switch (step.type) {
        case 'init':
            return await initStep(step, inDirspace(place));
        case 'plan':
            return await planStep(step, inDirspace(place));
        case 'apply':
            return await applyStep(step, inDirspace(place));
        case 'run':
            return await runCommandStep(step, place);
        case 'env':
            return await env_step_envStep(step, place);
        case 'oidc':
            return await oidc_step_oidcStep(step, place);
        case 'checkov':
        case 'conftest':
        case 'opa':
            return await policyStep(step, inDirspace(place));
        case 'gates':
            return await gatesStep(step, place);
        case 'slack':
            return await slackStep(step, place);
        case 'drift_create_issue':
            return await driftIssueStep(step, place);
        case 'resourcely':
            return await resourcelyStep(step, inDirspace(place));
        case 'unsupported':
            throw new step_result/* StepFailed */.an(`The step type ${step.name} is not one that this runner knows.`);
    }
}
/** Narrows a place to one in a dirspace. Throws `StepFailed` in hooks. */
function inDirspace(place) {
    const { dirspace } = place;
    if (dirspace)
        return { ...place, dirspace };
    throw new step_result/* StepFailed */.an('This step runs in workflows; hooks have no directory to run it in.');
}
/** One line that names the step in the log. */
function describe(step, prefix) {
    if (step.type !== 'run')
        return stepName(step, prefix);
    const line = step.cmd.join(' ').replace(/\s+/g, ' ');
    return `run ${line.length > 100 ? `${line.slice(0, 100)}…` : line}`;
}

;// CONCATENATED MODULE: ./src/runner/dirspace.js









/** Runs the workflow of one dirspace. `env` is the run's after its pre hooks. */
async function runDirspace(run, dir, env, group, progress, gates) {
    const scope = dirspace_dirspaceScope(dir);
    const place = await dirspace_placeOf(run, dir, env, group);
    if (typeof place === 'string') {
        group.show(`${place}\n`);
        progress.steps.push((0,step_result/* runnerFailure */.hF)(scope, place));
    }
    else {
        progress.steps.push(...(await accessTokenSteps(place, scope)));
        const steps = workflowSteps(run.config, dir.workflow, operationOf(run));
        await runSteps(steps, place, scope, (0,step_result/* allSucceeded */.x2)(progress.steps), (result, asked) => {
            progress.steps.push(result);
            gates.push(...asked.map((gate) => ({ ...gate, dir: dir.path, workspace: dir.workspace })));
        });
    }
    progress.finished = !run.interruption.requested;
}
function dirspace_dirspaceScope({ path, workspace }) {
    return { type: 'dirspace', dir: path, workspace };
}
/** Which of a configuration's step lists a manifest runs. */
function operationOf(run) {
    return run.manifest.type === 'plan' ? 'plan' : 'apply';
}
/** Where the steps of a dirspace run, or why they cannot. */
async function dirspace_placeOf(run, dir, runEnv, group) {
    const cwd = (0,external_node_path_.resolve)(run.settings.root, dir.path);
    const unusable = await prepareDirectory(run, dir, cwd);
    if (unusable !== undefined)
        return unusable;
    // A hash: a path has slashes, and may be longer than a file name.
    const name = (0,external_node_crypto_.createHash)('sha256').update(`${dir.path}\0${dir.workspace}`).digest('hex');
    const planFile = (0,external_node_path_.join)(run.tmpdir, `${name}.tfplan`);
    const { name: engineName } = engineConfigOf(run.config, dir.workflow);
    const env = dirspaceEnvironment(runEnv, dir, engineName, planFile);
    try {
        const engine = await engineOf(run, dir, cwd, env);
        const dirspace = { dir, engine, planFile, document: undefined };
        return { run, cwd, env: { ...env, ...engine.env }, show: group.show, dirspace };
    }
    catch (error) {
        if (error instanceof step_result/* StepFailed */.an)
            return error.message;
        throw error;
    }
}
/** Why steps cannot run in the directory, or undefined when they can. */
async function prepareDirectory(run, { path }, cwd) {
    const outside = `The directory ${path} is outside of the repository.`;
    // A path from the wire: it must not lead out of the checkout, nor may a link of the branch.
    if (!isWithin(run.settings.root, cwd))
        return outside;
    if (run.config.dirs?.[path]?.create_if_missing)
        await (0,promises_.mkdir)(cwd, { recursive: true });
    const found = await (0,promises_.stat)(cwd).catch(() => undefined);
    if (found?.isDirectory()) {
        return isWithin(await (0,promises_.realpath)(run.settings.root), await (0,promises_.realpath)(cwd)) ? undefined : outside;
    }
    return (`The directory ${path} does not exist in the checkout of this branch. If it was removed, remove ` +
        'it from the configuration as well; if steps make it, set create_if_missing: true in its dirs entry.');
}
function isWithin(root, directory) {
    const below = (0,external_node_path_.relative)(root, directory);
    return below !== '..' && !below.startsWith(`..${external_node_path_.sep}`);
}

;// CONCATENATED MODULE: ./src/runner/ranked-pool.js
/**
 * Runs `work` on every item: items of a lower rank complete before those of a higher one begin, at
 * most `parallel` at a time, and never two that share a directory (they would share `.terraform`).
 * `work` must not reject.
 */
async function runByRank(items, parallel, work) {
    const ranks = [...new Set(items.map((item) => item.rank))].sort((a, b) => a - b);
    for (const rank of ranks) {
        await runPool(items.filter((item) => item.rank === rank), parallel, work);
    }
}
async function runPool(items, parallel, work) {
    const waiting = [...items];
    const running = new Map();
    while (waiting.length > 0 || running.size > 0) {
        const next = waiting.findIndex((item) => !running.has(item.path));
        const [item] = running.size < parallel && next !== -1 ? waiting.splice(next, 1) : [];
        if (item)
            running.set(item.path, work(item).finally(() => running.delete(item.path)));
        else
            await Promise.race(running.values());
    }
}

;// CONCATENATED MODULE: ./src/runner/ssh/ssh-agent.js


/** Starts an agent. Throws `StepFailed`. */
async function startSshAgent({ tmpdir, programs }, env) {
    const socket = (0,external_node_path_.join)(tmpdir, 'ssh-agent');
    const command = async (more) => exited(await programs.run({ cwd: tmpdir, ...more }, { kind: 'quiet' }));
    const started = await command({ argv: ['ssh-agent', '-s', '-a', socket], env });
    const pid = /SSH_AGENT_PID=(\d+)/.exec(started.stdout)?.[1];
    if (started.exitCode !== 0 || pid === undefined) {
        throw new step_result/* StepFailed */.an(`ssh-agent could not be started for the keys:\n${started.stderr}`);
    }
    const agentEnv = { SSH_AUTH_SOCK: socket, SSH_AGENT_PID: pid };
    return {
        env: agentEnv,
        add: async (variable, key) => {
            const argv = ['ssh-add', '-q', '-'];
            // Nobody is there to be asked for a passphrase.
            const asked = { ...env, ...agentEnv, SSH_ASKPASS_REQUIRE: 'never', LC_ALL: 'C' };
            const added = await command({ argv, input: pemText(key), env: asked });
            if (added.exitCode === 0)
                return;
            throw new step_result/* StepFailed */.an(`${variable} holds no key that ssh takes: ${added.stderr.trim()}\nIt must be a private key as ssh-keygen ` +
                'writes it, from its BEGIN line to its END line, and without a passphrase.');
        },
        end: () => {
            try {
                process.kill(Number(pid), 'SIGTERM');
            }
            catch {
                // It has ended by itself.
            }
        },
    };
}
function exited(result) {
    if (result.kind === 'exited')
        return result;
    throw new step_result/* StepFailed */.an(`${result.program} was not found on PATH, and TERRATEAM_SSH_KEY is set. Install OpenSSH's client on the ` +
        'machine that runs the job (Debian, Ubuntu: openssh-client), or remove the variable.');
}
/** A key as ssh wants it, of what is left of it after a web form or a JSON document had it. */
function pemText(key) {
    const lines = key.includes('\n') ? key : key.replaceAll('\\n', '\n');
    return `${lines.replaceAll('\r', '').trim()}\n`;
}

;// CONCATENATED MODULE: ./src/runner/steps/setup-steps.js



/**
 * What the runner sets up by itself, after the hooks of every operation (which may fetch the keys) and
 * before those of this one: each only where its variables are there.
 */
async function setupSteps(place, scope) {
    const { TF_API_TOKEN } = place.env;
    const results = [];
    const setUp = async (step, work) => {
        results.push({ step, scope, ...(await outcomeOf(work, place)), ignore_errors: false });
    };
    if (TF_API_TOKEN) {
        await setUp('tf/tf_cloud_setup', async () => terraformCloud(place, TF_API_TOKEN));
    }
    if (sshKeyVariables(place.env).length > 0) {
        await setUp('tf/terrateam_ssh_key_setup', async () => await sshKeys(place));
    }
    return results;
}
async function outcomeOf(work, { show }) {
    try {
        const text = await work();
        show(`${text}\n`);
        return { success: true, payload: { text, visible_on: 'error' } };
    }
    catch (error) {
        const text = error instanceof step_result/* StepFailed */.an ? error.message : (0,step_result/* defect */.gb)(error);
        show(`${text}\n`);
        return (0,step_result/* failure */.V2)(text);
    }
}
/** Terraform reads it before the credentials of its configuration file, which stays the user's. */
const cloudToken = 'TF_TOKEN_app_terraform_io';
function terraformCloud({ env, run }, token) {
    run.masker.add(token);
    if (env[cloudToken])
        return `${cloudToken} is set already: TF_API_TOKEN does not replace it.`;
    env[cloudToken] = token;
    return 'Terraform uses TF_API_TOKEN for app.terraform.io.';
}
async function sshKeys({ env, run }) {
    const names = sshKeyVariables(env);
    for (const name of names)
        run.masker.add(env[name] ?? '');
    const agent = await startSshAgent(run, env);
    run.ends.defer(() => agent.end());
    for (const name of names)
        await agent.add(name, env[name] ?? '');
    Object.assign(env, agent.env);
    return `ssh has the keys of ${names.join(', ')}.`;
}

;// CONCATENATED MODULE: ./src/runner/operation.js












/**
 * Works through a manifest: pre hooks, dirspaces, post hooks. What was done is in `progress`, at any
 * moment; a failed pre hook ends the run, nothing else does.
 */
async function runOperation(run, progress) {
    const env = runEnvironment(run.settings, run.manifest, run.tmpdir);
    await preHooks(run, env, progress);
    if (run.interruption.requested)
        return;
    if (!(0,step_result/* allSucceeded */.x2)(progress.pre)) {
        progress.phase = 'finished';
        return;
    }
    progress.phase = 'dirspaces';
    progress.dirspaces = run.manifest.changed_dirspaces.map(newDirspaceProgress);
    await dirspaces(run, env, progress);
    await estimate(run, env, progress);
    if (run.interruption.requested)
        return;
    progress.phase = 'post';
    await postHooks(run, env, progress);
    if (!run.interruption.requested)
        progress.phase = 'finished';
}
function newDirspaceProgress({ path, workspace }) {
    return { dir: path, workspace, steps: [], finished: false };
}
async function preHooks(run, env, progress) {
    const group = run.log.group('pre hooks', true);
    const place = hookPlace(run, env, group.show);
    const record = recordInto(progress.pre, progress);
    const scope = hookScope('pre');
    progress.pre.push(...(await accessTokenSteps(place, scope)));
    for (const operation of ['all', operationOf(run)]) {
        const steps = hooksOf(run.config, operation, 'pre');
        await runSteps(steps, place, scope, (0,step_result/* allSucceeded */.x2)(progress.pre), record);
        if (operation !== 'all' || !(0,step_result/* allSucceeded */.x2)(progress.pre) || run.interruption.requested)
            continue;
        progress.pre.push(...(await setupSteps(place, scope)));
    }
    group.close();
}
async function postHooks(run, env, progress) {
    const steps = hookSteps(run.config, operationOf(run), 'post');
    if (steps.length === 0)
        return;
    const file = (0,external_node_path_.join)(run.tmpdir, 'results.json');
    const done = stepsOf(progress);
    const success = (0,step_result/* allSucceeded */.x2)(done);
    await (0,promises_.writeFile)(file, JSON.stringify(run.masker.maskJson({ steps: done, success })));
    const group = run.log.group('post hooks', true);
    const place = hookPlace(run, { ...env, TERRATEAM_RESULTS_FILE: file }, group.show);
    const record = recordInto(progress.post, progress);
    await runSteps(steps, place, hookScope('post'), success, record);
    group.close();
}
/** Costs stand among the pre hooks, though they are only known when everything is planned. */
async function estimate(run, env, progress) {
    if (operationOf(run) !== 'plan' || run.interruption.requested)
        return;
    const costs = await estimateCosts(run, env);
    if (costs)
        progress.pre.push(costs);
}
function recordInto(steps, { gates }) {
    return (result, asked) => {
        steps.push(result);
        gates.push(...asked);
    };
}
function hookPlace(run, env, show) {
    return { run, cwd: run.settings.root, env, show, dirspace: undefined };
}
async function dirspaces(run, env, progress) {
    const work = run.manifest.changed_dirspaces.map((dir, index) => ({ ...dir, index }));
    // One at a time may be watched as it runs; several at a time would mix.
    const live = run.config.parallel_runs === 1 || work.length === 1;
    await runByRank(work, run.config.parallel_runs, async (dir) => {
        const mine = progress.dirspaces[dir.index];
        if (!mine || run.interruption.requested)
            return;
        const title = `${dir.path} (${dir.workspace})`;
        if (!live)
            run.log.line(`▶ ${title} started`);
        const group = run.log.group(title, live);
        await runDirspace(run, dir, env, group, mine, progress.gates).catch((error) => {
            group.show(`${(0,step_result/* defect */.gb)(error)}\n`);
            mine.steps.push((0,step_result/* runnerFailure */.hF)(dirspace_dirspaceScope(dir), (0,step_result/* defect */.gb)(error)));
            mine.finished = true;
        });
        group.close();
        run.log.line(`${mine.finished && (0,step_result/* allSucceeded */.x2)(mine.steps) ? '✔' : '✘'} ${title}`);
    });
}

;// CONCATENATED MODULE: ./src/runner/tools/toolbox.js
/**
 * Sees to it that the tools of one run are there, each of them once. `capabilities`: what the manifest
 * says that the control plane can do; with `tenv` downloads go through it.
 */
function toolbox(_job, _capabilities) {
    return {
        provide: async ({ tool }) => ({
            command: tool,
            version: undefined,
            env: {},
            folder: undefined,
        }),
    };
}

;// CONCATENATED MODULE: ./src/runner/work.js
var __addDisposableResource = (undefined && undefined.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (undefined && undefined.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});












/**
 * Does what a manifest asks for. Never throws: whatever happens, there is a result to post.
 */
async function workOn(job, manifest, config) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        job.masker.exempt(shownNames(manifest, config));
        const ends = __addDisposableResource(env_1, new AsyncDisposableStack(), true);
        try {
            const source = await prepareSource(job.checkout, manifest);
            const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(job.settings.tempDir ?? (0,external_node_os_.tmpdir)(), 'terrane-'));
            const capabilities = manifest.capabilities ?? [];
            const tools = toolbox(job, capabilities);
            const made = { tmpdir: folder, tools, ends, planDocuments: [] };
            return await runToResult({ ...job, manifest, config, source, ...made });
        }
        catch (error) {
            if (error instanceof source_checkout/* CheckoutError */.v)
                return failedBeforeWork('checkout', error.message);
            return failedBeforeWork(step_result/* runnerStep */.PZ, (0,step_result/* defect */.gb)(error));
        }
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
/** Runs until everything is done, or nobody waits any more. */
async function runToResult(run) {
    const progress = newProgress();
    const worked = runOperation(run, progress)
        .then(() => interruption/* cancelled */.K, step_result/* defect */.gb)
        .finally(() => (0,promises_.rm)(run.tmpdir, { recursive: true, force: true }));
    const reason = await Promise.race([worked, run.interruption.abandoned]);
    return resultOf(progress, reason);
}
/** Names that are shown even when a secret has the same value. */
function shownNames(manifest, config) {
    const operation = manifest.type === 'plan' ? 'plan' : 'apply';
    const steps = [
        ...hookSteps(config, operation, 'pre'),
        ...hookSteps(config, operation, 'post'),
        ...manifest.changed_dirspaces.flatMap((dir) => workflowSteps(config, dir.workflow, operation)),
    ];
    const dirspaces = manifest.changed_dirspaces.flatMap(({ path, workspace }) => [path, workspace]);
    return [...dirspaces, ...steps.map((step) => stepName(step)), step_result/* runnerStep */.PZ, 'checkout'];
}

;// CONCATENATED MODULE: ./src/runner/round.js








/** How much of each text a result keeps that was too large, in UTF-16 units. */
const shortText = 8 << 10;
/**
 * Does what the answer to initiate asks for and posts the result. Throws `ControlPlaneError` when it
 * could not be posted.
 */
async function workRound(job, answer) {
    const work = checkManifest(answer);
    if (work.kind === 'done')
        return 'nothing to do';
    return (await doAndPost(job, work)) ? 'succeeded' : 'failed';
}
/** Resolves to whether the work succeeded. */
async function doAndPost(job, work) {
    const { controlPlane, log, masker } = job;
    const token = work.kind === 'refused' ? work.token : work.manifest.token;
    if (token !== undefined) {
        masker.add(token);
        controlPlane.useToken(token);
    }
    if (work.kind === 'refused') {
        log.error(work.reason);
        await controlPlane.putResult(work.result);
        return false;
    }
    if (work.kind === 'build')
        return await buildAndPost(job, work.manifest);
    const { manifest, config } = work;
    log.line(`${manifest.type}: ${manifest.changed_dirspaces.length} to run`);
    const result = maskedResult(job, await workOn(job, manifest, config));
    await post(job, result, manifest.result_version);
    log.line('The result is posted.');
    await writeSummary(job, jobSummary(manifest.type, result));
    return (0,step_result/* allSucceeded */.x2)(result.steps);
}
async function buildAndPost(job, manifest) {
    const { log } = job;
    log.line(`${manifest.type} of ${manifest.head_sha ?? manifest.base_ref}`);
    const built = await postBuilt(job, await buildOn(job, manifest));
    for (const line of buildLines(built)) {
        if (built.succeeded)
            log.line(line);
        else
            log.error(line);
    }
    await writeSummary(job, buildSummary(manifest.type, built));
    return built.succeeded;
}
/** Posts what was built; when it is too large for the control plane, that it is. */
async function postBuilt({ controlPlane }, built) {
    try {
        await controlPlane.putResult(built.result);
        return built;
    }
    catch (error) {
        if (!(error instanceof control_plane/* ControlPlaneError */.C && error.status === 413))
            throw error;
        const failed = failedBuild('What was built is larger than the control plane takes.');
        await controlPlane.putResult(failed.result);
        return failed;
    }
}
/** Posts the result; when it is too large for the control plane, again with its texts shortened. */
async function post({ controlPlane, log }, result, version) {
    try {
        await controlPlane.putResult(inVersion(result, version));
    }
    catch (error) {
        if (!(error instanceof control_plane/* ControlPlaneError */.C && error.status === 413))
            throw error;
        log.line('The result is too large for the control plane: its texts are shortened.');
        await controlPlane.putResult(inVersion(shortened(result), version));
    }
}
function shortened(result) {
    const shorten = (value) => {
        if (typeof value !== 'string')
            return value;
        const kept = new text_capture/* TextCapture */.I(shortText);
        kept.append(value);
        return kept.toString();
    };
    const steps = result.steps.map((step) => {
        const { outputs: _, ...payload } = step.payload;
        const entries = Object.entries(payload).map(([key, value]) => [key, shorten(value)]);
        return { ...step, payload: Object.fromEntries(entries) };
    });
    return { ...result, steps };
}
/** The result without secrets. Names and scopes are not touched: a server finds dirspaces by them. */
function maskedResult({ masker }, { steps, gates }) {
    const masked = gates?.map(({ dir, workspace, ...asked }) => {
        const words = Object.entries(asked).map(([key, value]) => [key, masker.maskJson(value)]);
        return { ...Object.fromEntries(words), dir, workspace };
    });
    return operationResultV2.parse({
        steps: steps.map((step) => ({ ...step, payload: masker.maskJson(step.payload) })),
        ...(masked && { gates: masked }),
    });
}
async function writeSummary({ host, settings, masker, log }, markdown) {
    try {
        const where = await host.writeSummary(settings, masker.mask(markdown));
        if (where !== undefined)
            log.line(`Summary: ${where}`);
    }
    catch (error) {
        log.line(`The job summary could not be written: ${String(error)}`);
    }
}


/***/ })

};
