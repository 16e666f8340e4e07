export const id = 500;
export const ids = [500];
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

/***/ 500:
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
// EXTERNAL MODULE: ./src/runner/http/control-plane.js + 6 modules
var control_plane = __webpack_require__(425);
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
 * is no failure: the variable is then not set.
 */
async function accessTokenStep(place, scope) {
    return { step, scope, ...(await refresh(place)), ignore_errors: false };
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
async function forgeToken({ controlPlane, masker }, manifest) {
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
    const given = {
        ...settings.inherited,
        ...settings.secrets,
        ...settings.variables,
        ...settings.environment,
    };
    return withLowerCaseVariables({
        ...given,
        ...githubTokens(given),
        ...(0,git_config/* gitConfigEnvironment */.m)(given, settings.root),
        TF_IN_AUTOMATION: 'true',
        TF_INPUT: 'false',
        TG_NON_INTERACTIVE: 'true',
        TERRAGRUNT_NON_INTERACTIVE: 'true',
        TERRATEAM_ROOT: settings.root,
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
// The language lets any map through as an engine: a key of another form must not stop the others.
const operation_config_text = schemas/* string */.YjP().optional().catch(undefined);
const words = schemas/* array */.YOg(schemas/* string */.YjP()).min(1);
const argv = words.optional().catch(undefined);
/** What any engine's configuration may say; which engine reads what: orchestration section 6. */
const engine = schemas/* looseObject */._H3({
    name: schemas/* string */.YjP().catch(''),
    version: operation_config_text,
    tf_cmd: operation_config_text,
    tf_version: operation_config_text,
    override_tf_cmd: operation_config_text,
    /** Whether they are collected, or (custom) the command that prints them. */
    outputs: schemas/* union */.KCZ([words, schemas/* object */.Ikc({ collect: schemas/* boolean */.zMY().default(true) })])
        .optional()
        .catch(undefined),
    config_file: operation_config_text,
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
    return [...(config.hooks?.all?.[when] ?? []), ...(config.hooks?.[operation]?.[when] ?? [])];
}
/** The engine of a dirspace as configured: of its workflow, else of the repository, else terraform. */
function engineConfigOf(config, index) {
    const workflow = index === undefined ? undefined : config.workflows?.[index];
    return workflow?.engine ?? config.engine ?? engine.parse({ name: 'terraform' });
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
;// CONCATENATED MODULE: ./src/runner/engines/providers/dependency-lock.js
// Terraform writes this file, in one form. What has another form is left to Terraform.
const block = /^provider "([^"\n]+)" \{\n([^}]*)\n\}/gm;
const hashList = /hashes\s*=\s*\[[^\]]*\]/;
// Both become parts of paths, and may come from a hostile pull request.
const safeAddress = /^\w[\w.-]*(?::\d+)?\/\w[\w-]*\/\w[\w-]*$/;
const safeVersion = /^\d[\w.+-]*$/;
/** The providers that a lock file names. */
function lockedProviders(text) {
    return [...text.matchAll(block)].flatMap(([, address, body]) => parsed(address, body) ?? []);
}
/** The lock file with the hashes of each provider replaced by what `known` gives for it. */
function withHashes(text, known) {
    return text.replace(block, (found, address, body) => {
        const provider = parsed(address, body);
        const hashes = provider && known(provider);
        if (!hashes)
            return found;
        const lines = hashes.map((hash) => `    "${hash}",\n`).join('');
        return found.replace(hashList, () => `hashes = [\n${lines}  ]`);
    });
}
function parsed(address = '', body = '') {
    const [, version = ''] = /^\s*version\s*=\s*"([^"]+)"/m.exec(body) ?? [];
    if (!safeAddress.test(address) || !safeVersion.test(version))
        return undefined;
    const hashes = [...body.matchAll(/"((?:h1|zh):[^"\n]+)"/g)].flatMap(([, hash]) => hash ?? []);
    return { address, version, hashes };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(466);
;// CONCATENATED MODULE: ./src/runner/engines/providers/package-hash.js





/**
 * The hash of an unpacked provider as a lock file has it: scheme `h1`, which is `Hash1` of Go's
 * golang.org/x/mod/sumdb/dirhash.
 */
async function packageHash(folder) {
    const entries = await (0,promises_.readdir)(folder, { recursive: true, withFileTypes: true });
    const names = entries
        .filter((entry) => entry.isFile())
        .map((entry) => (0,external_node_path_.relative)(folder, (0,external_node_path_.join)(entry.parentPath, entry.name)).split(external_node_path_.sep).join('/'))
        .sort();
    const all = (0,external_node_crypto_.createHash)('sha256');
    for (const name of names) {
        const one = (0,external_node_crypto_.createHash)('sha256');
        await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)((0,external_node_path_.join)(folder, name)), one);
        all.update(`${one.digest('hex')}  ${name}\n`);
    }
    return `h1:${all.digest('base64')}`;
}

;// CONCATENATED MODULE: ./src/runner/engines/providers/provider-cache.js




/** How a package lies in a cache, as a pattern of folders: host, namespace, type, version, platform. */
const packagePattern = '*/*/*/*/*';
const platform = /^[a-z0-9]+_[a-z0-9]+$/;
/**
 * A folder of unpacked providers that several inits, also of other jobs, may use at once. Terraform
 * cannot do that: it unpacks into its cache while others run what is in there. So each init gets an
 * overlay of its own, with links to what is complete; what it adds to that moves over when it is done.
 * A move is one rename, and what stands in the cache is never changed.
 */
class ProviderCache {
    #folder;
    #hashes = new Map();
    constructor(folder) {
        this.#folder = (0,external_node_path_.resolve)(folder);
    }
    /**
     * Makes an overlay below `tmpdir`. With a lock file only packages that it accepts are linked: Terraform
     * unpacks over one that it does not accept, through the link.
     */
    async overlay(tmpdir, locked) {
        const overlay = await (0,promises_.mkdtemp)((0,external_node_path_.join)(tmpdir, 'providers-'));
        const packages = await (locked ? this.#accepted(locked) : packagesIn(this.#folder));
        await Promise.all(packages.map((path) => this.#link(overlay, path)));
        return overlay;
    }
    /**
     * Moves what an init has added to its overlay into the cache. What somebody else has put there
     * meanwhile stays, and so does the init's own, in the overlay. Throws when the cache cannot be
     * written; the overlay is good all the same.
     */
    async keep(overlay) {
        for (const path of await packagesIn(overlay, 'added')) {
            const target = (0,external_node_path_.join)(this.#folder, path);
            await (0,promises_.mkdir)((0,external_node_path_.dirname)(target), { recursive: true });
            if (!(await this.#move((0,external_node_path_.join)(overlay, path), target)))
                continue;
            await (0,promises_.symlink)(target, (0,external_node_path_.join)(overlay, path));
        }
    }
    async #accepted(locked) {
        const found = await Promise.all(locked.map(async ({ address, version, hashes }) => {
            const folder = (0,external_node_path_.join)(address, version);
            const names = await namesIn((0,external_node_path_.join)(this.#folder, folder));
            const paths = names.filter((name) => platform.test(name)).map((name) => (0,external_node_path_.join)(folder, name));
            const accepted = await Promise.all(paths.map(async (path) => hashes.includes(await this.#hash(path))));
            return paths.filter((_, index) => accepted[index]);
        }));
        return found.flat();
    }
    /** Once for a package: it does not change. */
    async #hash(path) {
        const known = this.#hashes.get(path) ?? packageHash((0,external_node_path_.join)(this.#folder, path));
        this.#hashes.set(path, known);
        return await known;
    }
    async #link(overlay, path) {
        const target = (0,external_node_path_.join)(this.#folder, path);
        // Some other program may have left one behind half made, and Terraform fails on that.
        const names = await namesIn(target);
        if (!names.some((name) => name.startsWith('terraform-provider-')))
            return;
        await (0,promises_.mkdir)((0,external_node_path_.dirname)((0,external_node_path_.join)(overlay, path)), { recursive: true });
        await (0,promises_.symlink)(target, (0,external_node_path_.join)(overlay, path));
    }
    /** Gives whether it was moved; not where there is one already. */
    async #move(from, target) {
        try {
            await (0,promises_.rename)(from, target);
            return true;
        }
        catch (error) {
            if (isThere(error))
                return false;
            if (codeOf(error) !== 'EXDEV')
                throw error;
        }
        // Terraform looks for packages five folders deep: it does not take this for one.
        const copy = (0,external_node_path_.join)(this.#folder, `.terrane-${(0,external_node_crypto_.randomUUID)()}`);
        try {
            await (0,promises_.cp)(from, copy, { recursive: true });
            await (0,promises_.rename)(copy, target);
        }
        catch (error) {
            await (0,promises_.rm)(copy, { recursive: true, force: true });
            if (isThere(error))
                return false;
            throw error;
        }
        await (0,promises_.rm)(from, { recursive: true });
        return true;
    }
}
/** The paths of the packages in a folder: all, or those that are no links. */
async function packagesIn(folder, which = 'all') {
    const paths = [];
    for await (const path of (0,promises_.glob)(packagePattern, { cwd: folder, withFileTypes: true })) {
        if (!platform.test(path.name) || (which === 'added' && path.isSymbolicLink()))
            continue;
        paths.push((0,external_node_path_.join)(path.parentPath, path.name).slice(folder.length + 1));
    }
    return paths;
}
async function namesIn(folder) {
    return await (0,promises_.readdir)(folder).catch((error) => {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR')
            return [];
        throw error;
    });
}
function isThere(error) {
    return codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST';
}
function codeOf(error) {
    return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

;// CONCATENATED MODULE: ./src/runner/engines/providers/provider-needs.js



const lockFile = '.terraform.lock.hcl';
/** Reads what the directory needs: from its lock file, else a guess from its configuration. */
async function providerNeeds(directory) {
    const text = await (0,promises_.readFile)((0,external_node_path_.join)(directory, lockFile), 'utf8').catch(() => undefined);
    if (text !== undefined) {
        const providers = lockedProviders(text);
        const names = new Set(providers.map(({ address, version }) => `${address} ${version}`));
        return { names, lock: { text, providers } };
    }
    return { names: await guessedNames(directory), lock: undefined };
}
const configuration = /\.(tf|tofu)(\.json)?$|^terragrunt\.hcl$/;
/** In `required_providers`, in calls of modules and in Terragrunt; also the JSON form. */
const sources = /"?\bsource"?\s*[=:]\s*"([^"\n]+)"/g;
const resources = /^\s*(?:resource|data|ephemeral)\s+"([a-z0-9]+)[_"]/gm;
const configured = /^\s*provider\s+"([\w-]+)"/gm;
/** A guess may be wrong: it decides who waits for whom, not what is downloaded. */
async function guessedNames(directory) {
    const names = new Set();
    const seen = new Set();
    const look = async (folder) => {
        if (seen.has(folder))
            return;
        seen.add(folder);
        for (const text of await configurationIn(folder)) {
            for (const source of firstGroups(text, sources)) {
                if (/^\.\.?\//.test(source))
                    await look((0,external_node_path_.resolve)(folder, source.replace('//', '/')));
                else
                    names.add(source.toLowerCase());
            }
            for (const type of [...firstGroups(text, resources), ...firstGroups(text, configured)]) {
                names.add(`hashicorp/${type}`);
            }
        }
    };
    await look((0,external_node_path_.resolve)(directory));
    for (const builtin of ['hashicorp/terraform', 'terraform.io/builtin/terraform']) {
        names.delete(builtin);
    }
    return names;
}
async function configurationIn(folder) {
    // A module that is not there is Terraform's to report.
    const names = await (0,promises_.readdir)(folder).catch(() => []);
    const files = names.filter((name) => configuration.test(name));
    return await Promise.all(files.map((name) => (0,promises_.readFile)((0,external_node_path_.join)(folder, name), 'utf8').catch(() => '')));
}
function firstGroups(text, pattern) {
    return [...text.matchAll(pattern)].flatMap(([, group]) => group ?? []);
}

;// CONCATENATED MODULE: ./src/runner/engines/providers/shared-folder.js



/**
 * The plugin cache that the user has: `TF_PLUGIN_CACHE_DIR`, else `plugin_cache_dir` of the CLI
 * configuration of terraform or tofu. Undefined where there is none.
 */
async function configuredPluginCache(env) {
    if (env.TF_PLUGIN_CACHE_DIR)
        return env.TF_PLUGIN_CACHE_DIR;
    const home = env.HOME ?? (0,external_node_os_.homedir)();
    const files = env.TF_CLI_CONFIG_FILE
        ? [env.TF_CLI_CONFIG_FILE]
        : [(0,external_node_path_.join)(home, '.tofurc'), (0,external_node_path_.join)(home, '.terraformrc')];
    for (const file of files) {
        const text = await (0,promises_.readFile)(file, 'utf8').catch(() => '');
        const [, folder] = /^\s*plugin_cache_dir\s*=\s*"([^"\n]+)"/m.exec(text) ?? [];
        // Terraform fills in variables here, unknown ones with nothing.
        if (folder)
            return folder.replace(/\$\{?(\w+)\}?/g, (_, name) => env[name] ?? '');
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/runner/engines/providers/turns.js
/**
 * Has work that needs the same things wait for the first of it, so that they are fetched once. After
 * the first, successful or not, nobody waits for those things any more.
 */
class Turns {
    #fetching = new Map();
    #tried = new Set();
    /** Waits until nobody fetches one of `names` for the first time, then works. */
    async take(names, work) {
        let others = this.#others(names);
        while (others.length > 0) {
            await Promise.all(others);
            others = this.#others(names);
        }
        const mine = [...names].filter((name) => !this.#tried.has(name));
        const done = Promise.withResolvers();
        for (const name of mine) {
            this.#tried.add(name);
            this.#fetching.set(name, done.promise);
        }
        return await work().finally(() => {
            for (const name of mine)
                this.#fetching.delete(name);
            done.resolve();
        });
    }
    #others(names) {
        return [...names].flatMap((name) => this.#fetching.get(name) ?? []);
    }
}

;// CONCATENATED MODULE: ./src/runner/engines/providers/provider-downloads.js









/** Has the inits of a run share what they download. */
class ProviderDownloads {
    #tmpdir;
    #interruption;
    #turns = new Turns();
    #caches = new Map();
    #learned = new Map();
    /** `tmpdir`: for overlays, and for a cache where the user has none; until the end of the run. */
    constructor(tmpdir, interruption) {
        this.#tmpdir = tmpdir;
        this.#interruption = interruption;
    }
    /**
     * Runs an init in a directory; `init` gets what to add to its environment. The first that needs a
     * provider downloads it, and others that need it wait for that. Without providers to download there is
     * nothing to wait for.
     */
    async initialise(directory, env, show, init) {
        const needs = await providerNeeds(directory);
        if (needs.names.size === 0 || isServed(env))
            return await init({});
        return await this.#turns.take(needs.names, async () => {
            if (this.#interruption.requested)
                throw new step_result/* StepFailed */.an(interruption/* cancelled */.K);
            return await this.#initialise(directory, needs, await this.#cache(env), show, init);
        });
    }
    async #initialise(directory, { lock }, cache, show, init) {
        const locked = lock && (await this.#teach(directory, lock.text));
        const overlay = await cache.overlay(this.#tmpdir, locked);
        const result = await init({
            TF_PLUGIN_CACHE_DIR: overlay,
            // Without a lock file Terraform downloads even what the cache has, to write the hashes of every
            // platform into a new lock file. Nobody commits that one: this lets it write one hash.
            ...(locked ? {} : { TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true' }),
        });
        if (result.exitCode !== 0)
            return result;
        await cache.keep(overlay).catch((error) => {
            show(`The plugin cache could not be written, so providers are downloaded again: ${error}\n`);
        });
        if (lock)
            await this.#learn(directory, lock.providers);
        return result;
    }
    async #cache(env) {
        const folder = (await configuredPluginCache(env)) ?? (0,external_node_path_.join)(this.#tmpdir, 'providers');
        const cache = this.#caches.get(folder) ?? new ProviderCache(folder);
        this.#caches.set(folder, cache);
        return cache;
    }
    /**
     * A lock file that was made on another platform has hashes of the zip alone for this one. Terraform
     * cannot compare those with a cache: it would download again in each directory. When it has done so
     * once, it has added the hash of what it unpacked; where the same stands locked, that is added here.
     */
    async #teach(directory, text) {
        const taught = withHashes(text, (provider) => this.#learned.get(identity(provider)));
        if (taught !== text)
            await (0,promises_.writeFile)((0,external_node_path_.join)(directory, lockFile), taught);
        return lockedProviders(taught);
    }
    /** Remembers which hashes Terraform has added to those of a provider. */
    async #learn(directory, before) {
        const after = lockedProviders(await (0,promises_.readFile)((0,external_node_path_.join)(directory, lockFile), 'utf8'));
        for (const provider of before) {
            const { address, version, hashes } = provider;
            const now = after.find((one) => one.address === address && one.version === version);
            if (now && now.hashes.length > hashes.length) {
                this.#learned.set(identity(provider), now.hashes);
            }
        }
    }
}
function identity({ address, version, hashes }) {
    return [address, version, ...[...hashes].sort()].join(' ');
}
/** Terragrunt has a cache of its own that stands parallel inits, where it is told to use it. */
function isServed(env) {
    const told = env.TG_PROVIDER_CACHE ?? env.TERRAGRUNT_PROVIDER_CACHE;
    return told === '1' || told === 'true';
}

;// CONCATENATED MODULE: ./src/runner/cost/estimate-costs.js
/**
 * Estimates what the plans of the run cost. The step stands last among the pre hooks in the result, and
 * its errors are ignored. Undefined where nothing is to be estimated. Never throws.
 */
async function estimateCosts(_run, _env) {
    return undefined;
}

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
        const once = arg.replace(variable, (_, braced, bare) => {
            const name = braced ?? bare ?? '';
            const value = env[name];
            if (value === undefined)
                throw new MissingVariable(name, Object.keys(env));
            return value;
        });
        return substituteValues(once, env, once === arg ? 0 : maxDepth);
    });
}
function substituteValues(text, env, depth) {
    if (depth === 0)
        return text;
    const next = text.replace(variable, (found, braced, bare) => env[braced ?? bare ?? ''] ?? found);
    return next === text ? text : substituteValues(next, env, depth - 1);
}

;// CONCATENATED MODULE: ./src/runner/engines/engine-program.js


/** The `extra_args` of the step, with variables filled in. Throws `MissingVariable`. */
function extraArgs({ place, env, extraArgs: args }) {
    return substitute(args, { ...place.env, ...env });
}
/** Output that is shown while it arrives. */
function engine_program_shown({ place }) {
    return { kind: 'shown', show: place.show };
}
/**
 * Runs a command where the step runs. Throws `StepFailed` when the program is not there; `install` says
 * what to do then.
 */
async function runProgram({ place, env }, argv, output, install) {
    const command = { argv, cwd: place.cwd, env: { ...place.env, ...env } };
    const result = await place.run.programs.run(command, output);
    if (result.kind === 'exited')
        return result;
    throw new step_result/* StepFailed */.an(`${result.program} was not found on PATH. ${install}`);
}
/** Runs commands one after another, until one fails. Their outputs are joined. */
async function inTurn(commands) {
    let all = { exitCode: 0, stdout: '', stderr: '' };
    for (const command of commands) {
        const { exitCode, stdout, stderr } = await command();
        all = { exitCode, stdout: all.stdout + stdout, stderr: all.stderr + stderr };
        if (exitCode !== 0)
            break;
    }
    return all;
}
/** What `plan -detailed-exitcode` says. */
function planOutcome(result) {
    if (result.exitCode !== 0 && result.exitCode !== 2)
        return { kind: 'failed', result };
    return { kind: 'planned', hasChanges: result.exitCode === 2, result };
}

;// CONCATENATED MODULE: ./src/runner/engines/cdktf.js





const install = 'Install it in the workflow before this action: `npm install --global cdktf-cli`, or have it among ' +
    "the project's packages and add node_modules/.bin to PATH.";
/**
 * CDK for Terraform: its programs write the configuration of a stack, and `terraform` works on that. A
 * workspace of the dirspace is the name of a stack.
 */
function cdktfEngine(terraform) {
    const cdktf = (call, command) => () => runProgram(call, ['cdktf', command], engine_program_shown(call), install);
    const { showJson, outputs } = terraform;
    return {
        ...terraform,
        name: 'cdktf',
        init: async (call) => await inTurn([
            cdktf(call, 'get'),
            cdktf(call, 'synth'),
            async () => await terraform.init(await inStack(call)),
        ]),
        plan: async (call, mode) => await terraform.plan(await inStack(call), mode),
        diff: async (call) => await terraform.diff(await inStack(call)),
        ...(showJson && {
            showJson: async (call, file) => await showJson(await inStack(call), file),
        }),
        apply: async (call) => await terraform.apply(await inStack(call)),
        unsafeApply: async (call) => await terraform.unsafeApply(await inStack(call)),
        ...(outputs && { outputs: async (call) => await outputs(await inStack(call)) }),
    };
}
/**
 * The call in the directory of the synthesized stack. There is one state for a stack, so that there is no
 * workspace of terraform's to select.
 */
async function inStack(call) {
    const { place } = call;
    const cwd = await stackDirectory(place.cwd, place.dirspace.dir.workspace);
    const dirspace = { ...place.dirspace, dir: { ...place.dirspace.dir, workspace: 'default' } };
    return { ...call, place: { ...place, cwd, dirspace } };
}
const project = schemas/* object */.Ikc({ output: schemas/* string */.YjP().default('cdktf.out') });
const manifest = schemas/* object */.Ikc({
    stacks: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({ workingDirectory: schemas/* string */.YjP() })),
});
async function stackDirectory(cwd, name) {
    const { output } = project.parse(await jsonIn((0,external_node_path_.join)(cwd, 'cdktf.json')));
    const file = (0,external_node_path_.join)(output, 'manifest.json');
    const { stacks } = manifest.parse(await jsonIn((0,external_node_path_.join)(cwd, file)));
    const stack = Object.hasOwn(stacks, name) ? stacks[name] : undefined;
    if (stack)
        return (0,external_node_path_.resolve)(cwd, output, stack.workingDirectory);
    throw new step_result/* StepFailed */.an(`CDK for Terraform made no stack ${name}; it made: ${Object.keys(stacks).join(', ') || 'none'}. ` +
        'A workspace in dirs of the configuration has to be the name of a stack.');
}
async function jsonIn(file) {
    try {
        return JSON.parse(await (0,promises_.readFile)(file, 'utf8'));
    }
    catch (error) {
        throw new step_result/* StepFailed */.an(`${file} could not be read; \`init\` of cdktf makes it. ${error}`);
    }
}

;// CONCATENATED MODULE: ./src/runner/engines/plan-marker.js

/**
 * Sees to it that there is something to store where an engine keeps no plan: nothing is applied that
 * was not planned for this commit, and the stored plan is the proof of that. A file that the engine did
 * write stays as it is.
 */
async function markPlanned({ place }) {
    await (0,promises_.writeFile)(place.dirspace.planFile, '', { flag: 'a', mode: 0o600 });
}

;// CONCATENATED MODULE: ./src/runner/engines/custom.js





/** Programs of the user's own, one for each command. */
function customEngine(config) {
    const { diff, diff_json } = config;
    const outputs = Array.isArray(config.outputs) ? config.outputs : undefined;
    const run = async (name, call, output) => {
        const command = name === 'outputs' ? outputs : config[name];
        if (!command) {
            throw new step_result/* StepFailed */.an(`The custom engine has no ${name} command, so there is nothing to run: set engine.${name}.`);
        }
        const argv = substitute(command, { ...call.place.env, ...call.env });
        const install = `It is the ${name} command of the custom engine: install it, or name it by its path.`;
        return await runProgram(call, [...argv, ...extraArgs(call)], output, install);
    };
    return {
        name: 'custom',
        prefix: 'custom',
        env: {},
        init: async (call) => (config.init ? await run('init', call, engine_program_shown(call)) : nothing),
        plan: async (call) => {
            const result = config.plan
                ? await run('plan', call, engine_program_shown(call))
                : { ...nothing, exitCode: 2 };
            if (result.exitCode !== 0 && result.exitCode !== 2)
                return { kind: 'failed', result };
            await markPlanned(call);
            // The other way round than terraform's.
            return { kind: 'planned', hasChanges: result.exitCode === 0, result };
        },
        diff: async (call) => diff ? await run('diff', withoutExtra(call), { kind: 'quiet' }) : undefined,
        ...(diff_json && {
            showJson: async (call, file) => await checkedJson(await run('diff_json', withoutExtra(call), { kind: 'file', file }), file),
        }),
        apply: async (call) => await run('apply', call, engine_program_shown(call)),
        unsafeApply: async (call) => await run('unsafe_apply', call, engine_program_shown(call)),
        ...(outputs && {
            outputs: async (call) => await run('outputs', withoutExtra(call), { kind: 'raw' }),
        }),
    };
}
const nothing = { exitCode: 0, stdout: '', stderr: '' };
/** The `extra_args` are meant for the command of their step, not for what describes it. */
function withoutExtra(call) {
    return { ...call, extraArgs: [] };
}
/** Fails a command that was to print JSON and did not. */
async function checkedJson(result, file) {
    if (result.exitCode !== 0)
        return result;
    try {
        JSON.parse(await (0,promises_.readFile)(file, 'utf8'));
        return result;
    }
    catch {
        const stderr = `${result.stderr}The diff_json command of the custom engine did not print JSON.\n`;
        return { ...result, exitCode: 1, stderr };
    }
}

;// CONCATENATED MODULE: ./src/runner/engines/fly.js





const fly_install = 'Install it in the workflow before this action, for example with superfly/flyctl-actions/setup-flyctl.';
/**
 * Apps on Fly.io, as `configFile` describes them. What is planned is how the deployed configuration
 * changes; a deployment also releases what the directory holds. In a pull request that has changed, so
 * that every plan of one counts as a change; otherwise (drift) the configuration alone does.
 */
function flyEngine(configFile) {
    const deploy = async (call) => {
        const app = await describedApp(call, configFile);
        const create = () => flyctl(call, ['apps', 'create', app.name], engine_program_shown(call));
        const args = ['deploy', '--config', configFile, '--yes', ...extraArgs(call)];
        const release = () => flyctl(call, args, engine_program_shown(call));
        return await inTurn((await stateOf(call, app.name)) === 'missing' ? [create, release] : [release]);
    };
    return {
        name: 'fly',
        prefix: 'fly',
        env: {},
        init: async (call) => {
            await checkConfigFile(call, configFile);
            return await flyctl(call, ['version'], engine_program_shown(call));
        },
        plan: async (call) => {
            const app = await describedApp(call, configFile);
            const { text, differs } = await configurationDiff(call, app);
            await (0,promises_.writeFile)(call.place.dirspace.planFile, text, { mode: 0o600 });
            const what = differs ? 'changes' : 'does not change';
            const result = {
                ...succeeded,
                stdout: `The configuration of the app ${app.name} ${what}.\n`,
            };
            call.place.show(result.stdout);
            const hasChanges = differs || call.place.run.manifest.run_kind !== 'drift';
            return { kind: 'planned', hasChanges, result };
        },
        diff: async ({ place }) => ({
            ...succeeded,
            stdout: await (0,promises_.readFile)(place.dirspace.planFile, 'utf8'),
        }),
        apply: deploy,
        unsafeApply: deploy,
    };
}
const succeeded = { exitCode: 0, stdout: '', stderr: '' };
async function flyctl(call, args, output) {
    return await runProgram(call, ['flyctl', ...args], output, fly_install);
}
async function checkConfigFile({ place }, configFile) {
    if (await (0,promises_.stat)((0,external_node_path_.join)(place.cwd, configFile)).catch(() => undefined))
        return;
    throw new step_result/* StepFailed */.an(`There is no ${configFile} in ${place.dirspace.dir.path}; config_file of the engine fly names it.`);
}
// A name is given to flyctl as an argument, so that it must not look like an option.
const described = schemas/* object */.Ikc({ app: schemas/* string */.YjP().regex(/^[a-z0-9][a-z0-9-]*$/i) });
/** The app as the file describes it, in the form in which flyctl also shows the deployed one. */
async function describedApp(call, configFile) {
    const args = ['config', 'show', '--local', '--config', configFile];
    const config = await textOf(call, args, `flyctl could not read ${configFile}`);
    const { app } = fly_parsed(described, config, `${configFile} has no app`);
    return { name: app, config };
}
const apps = schemas/* array */.YOg(schemas/* object */.Ikc({ Name: schemas/* string */.YjP(), Deployed: schemas/* boolean */.zMY().default(true) }));
async function stateOf(call, name) {
    const text = await textOf(call, ['apps', 'list', '--json'], 'flyctl could not list the apps');
    const all = fly_parsed(apps, text, '`flyctl apps list --json` printed something unknown');
    const app = all.find((one) => one.Name === name);
    if (!app)
        return 'missing';
    return app.Deployed ? 'deployed' : 'not deployed';
}
async function configurationDiff(call, { name, config }) {
    const shownDeployed = ['config', 'show', '--app', name];
    const deployed = (await stateOf(call, name)) === 'deployed'
        ? await textOf(call, shownDeployed, `flyctl could not show the configuration of ${name}`)
        : '';
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(call.place.run.tmpdir, 'fly-'));
    await (0,promises_.writeFile)((0,external_node_path_.join)(folder, 'deployed'), deployed, { mode: 0o600 });
    await (0,promises_.writeFile)((0,external_node_path_.join)(folder, 'planned'), config, { mode: 0o600 });
    const options = ['--no-index', '--no-color', '--no-ext-diff', '--no-prefix'];
    const argv = ['git', 'diff', ...options, 'deployed', 'planned'];
    const place = { ...call.place, cwd: folder };
    const diff = await runProgram({ ...call, place }, argv, { kind: 'quiet' }, '');
    if (diff.exitCode > 1)
        throw new step_result/* StepFailed */.an(`git diff failed:\n${(0,step_result/* joined */.oR)(diff)}`);
    // From the first hunk on: what stands before it names the temporary files.
    return { text: diff.stdout.replace(/^[^@][\s\S]*?(?=^@@)/m, ''), differs: diff.exitCode === 1 };
}
/** What a command of flyctl prints. Throws `StepFailed` that says `wrong`. */
async function textOf(call, args, wrong) {
    const result = await flyctl(call, args, { kind: 'raw' });
    if (result.exitCode === 0)
        return result.stdout;
    const { masker } = call.place.run;
    throw new step_result/* StepFailed */.an(`${wrong}:\n${masker.mask((0,step_result/* joined */.oR)(result))}`);
}
function fly_parsed(schema, text, wrong) {
    try {
        return schema.parse(JSON.parse(text));
    }
    catch (error) {
        throw new step_result/* StepFailed */.an(`${wrong}: ${error instanceof Error ? error.message : error}`);
    }
}

;// CONCATENATED MODULE: ./src/runner/engines/pulumi.js


const pulumi_install = 'Install it in the workflow before this action, for example with pulumi/actions.';
/**
 * Pulumi. A workspace of the dirspace is the name of a stack. It keeps no plan: the apply previews and
 * applies at once. Its exit codes do not say whether anything changes, so a preview counts as a change.
 */
function pulumiEngine() {
    const pulumi = (call, ...args) => runProgram(call, ['pulumi', ...args, '--non-interactive'], engine_program_shown(call), pulumi_install);
    const up = async (call) => await pulumi(call, 'up', '--yes', ...extraArgs(call));
    return {
        name: 'pulumi',
        prefix: 'pulumi',
        env: { PULUMI_SKIP_UPDATE_CHECK: 'true' },
        init: async (call) => {
            const { workspace } = call.place.dirspace.dir;
            return await inTurn([
                () => pulumi(call, 'login', ...extraArgs(call)),
                () => pulumi(call, 'stack', 'select', '--stack', workspace),
            ]);
        },
        plan: async (call) => {
            const result = await pulumi(call, 'preview', ...extraArgs(call));
            if (result.exitCode !== 0)
                return { kind: 'failed', result };
            await markPlanned(call);
            return { kind: 'planned', hasChanges: true, result };
        },
        diff: async () => undefined,
        apply: up,
        unsafeApply: up,
    };
}

;// CONCATENATED MODULE: ./src/runner/engines/stategraph.js





const stategraph_install = 'Install the `stategraph` command in the workflow before this action.';
const needed = ['STATEGRAPH_API_BASE', 'STATEGRAPH_API_KEY', 'STATEGRAPH_TENANT_ID'];
/** Terraform through a state graph; `tfCommand` is the terraform or tofu that its CLI runs. */
function stategraphEngine(tfCommand) {
    const stategraph = (call, args, output) => runProgram(call, ['stategraph', ...args], output, stategraph_install);
    const inWorkspace = ({ place }) => ['--workspace', place.dirspace.dir.workspace];
    const planFile = ({ place }) => place.dirspace.planFile;
    return {
        name: 'stategraph',
        prefix: 'stategraph',
        env: { TERRATEAM_TF_CMD: tfCommand, TF_CMD: tfCommand },
        init: async (call) => {
            await checkSetup(call);
            return await stategraph(call, ['info'], engine_program_shown(call));
        },
        plan: async (call) => {
            const out = ['--out', planFile(call), '--detailed-exitcode', ...inWorkspace(call)];
            const args = ['tf', 'plan', ...out, ...extraArgs(call)];
            return planOutcome(await stategraph(call, args, engine_program_shown(call)));
        },
        diff: async (call) => {
            if (!(await hasTransaction(planFile(call))))
                return undefined;
            return await stategraph(call, ['tf', 'show', planFile(call)], { kind: 'quiet' });
        },
        showJson: async (call, file) => await stategraph(call, ['tf', 'show', '--json', planFile(call)], { kind: 'file', file }),
        apply: async (call) => await stategraph(call, ['tf', 'apply', ...extraArgs(call), planFile(call)], engine_program_shown(call)),
        unsafeApply: async (call) => {
            const args = ['tf', 'apply', '--auto-approve', ...inWorkspace(call), ...extraArgs(call)];
            return await stategraph(call, args, engine_program_shown(call));
        },
    };
}
/** Throws `StepFailed` with what is missing. */
async function checkSetup({ place, env }) {
    const given = { ...place.env, ...env };
    const missing = needed.filter((name) => !given[name]);
    if (missing.length > 0) {
        throw new step_result/* StepFailed */.an(`The engine stategraph needs ${missing.join(', ')} in its environment: set them in the workflow, ` +
            'the key as a secret.');
    }
    const { path } = place.dirspace.dir;
    if (await (0,promises_.stat)((0,external_node_path_.join)(place.cwd, 'stategraph.json')).catch(() => undefined))
        return;
    throw new step_result/* StepFailed */.an(`There is no stategraph.json in ${path}. \`stategraph import tf\` or \`stategraph states create\` ` +
        'writes it; commit it.');
}
const plan = schemas/* object */.Ikc({ tx_id: schemas/* string */.YjP().optional() });
/** A plan without changes has no transaction, and so nothing to show. */
async function hasTransaction(planFile) {
    return plan.parse(JSON.parse(await (0,promises_.readFile)(planFile, 'utf8'))).tx_id !== undefined;
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

;// CONCATENATED MODULE: ./src/runner/engines/fast-and-loose-plan.js


/**
 * How long the `-target` options may be together, in UTF-16 units. A system takes a command line with
 * its environment up to 1 MB (macOS) or 2 MB (Linux).
 */
const maxTargets = 256 << 10;
/**
 * Looks without refreshing which resources change, and then plans only those, refreshed. What only a
 * refresh of the others would show is missed: that is the bargain. Where nothing changes, the look is
 * the plan.
 */
async function fastAndLoosePlan(call, run) {
    const { place } = call;
    const plan = ['plan', '-detailed-exitcode', '-out', place.dirspace.planFile];
    const extra = extraArgs(call);
    // Last, so that it counts whatever the step adds.
    const look = await run([...plan, ...extra, '-json', '-refresh=false'], { kind: 'raw' });
    const inFull = async (why) => {
        place.show(`${why} Planning in full.\n`);
        return planOutcome(await run([...plan, ...extra], engine_program_shown(call)));
    };
    if (look.exitCode !== 0 && look.exitCode !== 2)
        return await inFull('The look ahead failed.');
    if (look.truncated)
        return await inFull('There are too many changes to plan them alone.');
    const { addresses, messages } = readPlanLines(look.stdout);
    const text = place.run.masker.mask(messages.map((message) => `${message}\n`).join(''));
    place.show(text);
    if (look.exitCode === 0 || addresses.length === 0) {
        return planOutcome({ ...look, stdout: text, stderr: place.run.masker.mask(look.stderr) });
    }
    const targets = addresses.map((address) => `-target=${address}`);
    if (targets.join(' ').length > maxTargets) {
        return await inFull(`${targets.length} changes are too many to plan them alone.`);
    }
    return planOutcome(await run([...plan, ...extra, ...targets], engine_program_shown(call)));
}
const resource = schemas/* object */.Ikc({ addr: schemas/* string */.YjP() });
const planLine = schemas/* object */.Ikc({
    '@message': schemas/* string */.YjP(),
    type: schemas/* string */.YjP(),
    change: schemas/* object */.Ikc({ resource, previous_resource: resource.optional() }).optional(),
});
/**
 * Reads the lines of `terraform plan -json`: the addresses of what changes or was changed, each once,
 * and the messages. What has moved has to be targeted by both of its addresses.
 */
function readPlanLines(text) {
    const lines = text.split('\n').flatMap((line) => planLine.safeParse(jsonOf(line)).data ?? []);
    const addresses = lines
        .filter(({ type }) => type === 'planned_change' || type === 'resource_drift')
        .flatMap(({ change }) => [change?.resource.addr ?? [], change?.previous_resource?.addr ?? []])
        .flat();
    return {
        addresses: [...new Set(addresses)],
        messages: lines.map((line) => line['@message']),
    };
}
function jsonOf(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/runner/engines/workspace.js

/**
 * Selects the workspace of the dirspace, or creates it. Gives why that failed, or undefined. A directory
 * that was just initialised has `default` selected, which needs no command (and some backends refuse
 * one).
 */
async function selectWorkspace(place, run) {
    const { path, workspace } = place.dirspace.dir;
    const { config } = place.run;
    const wanted = config.dirs?.[path]?.create_and_select_workspace ?? config.create_and_select_workspace;
    if (!wanted || workspace === 'default')
        return undefined;
    // After `--`: a workspace may be called `-lock=false`.
    const name = workspace.startsWith('-') ? ['--', workspace] : [workspace];
    const select = await run(['workspace', 'select', ...name], { kind: 'quiet' });
    if (select.exitCode === 0)
        return undefined;
    const made = await run(['workspace', 'new', ...name], { kind: 'shown', show: place.show });
    if (made.exitCode === 0)
        return undefined;
    return { ...made, stdout: (0,step_result/* joined */.oR)(made), stderr: `${noWorkspace(place)}\n` };
}
function noWorkspace({ dirspace }) {
    const { path, workspace } = dirspace.dir;
    return (`The workspace ${workspace} of ${path} could be neither selected nor created. Create it by hand, or ` +
        'take it out of dirs in the configuration; for a backend that has none, set ' +
        'create_and_select_workspace: false.');
}

;// CONCATENATED MODULE: ./src/runner/engines/terraform.js






/** terraform or tofu, by `name`, run as `command`. */
function terraformProgram(name, command, collectOutputs) {
    return {
        name,
        commandLine: (args) => [command, ...args],
        env: { TERRATEAM_TF_CMD: command },
        install: 'Install it in the workflow before this action, for example with hashicorp/setup-terraform or ' +
            'opentofu/setup-opentofu, or set override_tf_cmd.',
        collectOutputs,
    };
}
/** terraform, or a program that has its commands. */
function terraformEngine(program) {
    const run = (call) => async (args, output) => await runProgram(call, program.commandLine(args), output, program.install);
    const planFile = ({ place }) => place.dirspace.planFile;
    return {
        name: program.name,
        prefix: 'tf',
        env: program.env,
        init: async (call) => await init(call, run),
        plan: async (call, mode) => {
            if (mode === 'fast-and-loose')
                return await fastAndLoosePlan(call, run(call));
            const args = ['plan', '-detailed-exitcode', '-out', planFile(call), ...extraArgs(call)];
            return planOutcome(await run(call)(args, engine_program_shown(call)));
        },
        diff: async (call) => await run(call)(['show', '-no-color', planFile(call)], { kind: 'quiet' }),
        showJson: async (call, file) => await run(call)(['show', '-json', planFile(call)], { kind: 'file', file }),
        apply: async (call) => await run(call)(['apply', ...extraArgs(call), planFile(call)], engine_program_shown(call)),
        unsafeApply: async (call) => await run(call)(['apply', '-auto-approve', ...extraArgs(call)], engine_program_shown(call)),
        ...(program.collectOutputs && {
            outputs: async (call) => await run(call)(['output', '-json'], { kind: 'raw' }),
        }),
    };
}
const tries = { tries: 3, initialWait: 1000, backoff: 1.5 };
async function init(call, run) {
    const { place } = call;
    const { providers, clock, interruption } = place.run;
    await (0,promises_.rm)((0,external_node_path_.join)(place.cwd, '.terraform'), { recursive: true, force: true });
    const args = ['init', ...extraArgs(call)];
    const attempt = () => providers.initialise(place.cwd, { ...place.env, ...call.env }, place.show, (env) => run({ ...call, env: { ...call.env, ...env } })(args, engine_program_shown(call)));
    const isFinal = (result) => result.exitCode === 0 || interruption.requested;
    const initialised = await retry_retry(tries, clock, attempt, isFinal);
    if (initialised.exitCode !== 0)
        return initialised;
    return (await selectWorkspace(place, run(call))) ?? initialised;
}

;// CONCATENATED MODULE: ./src/runner/engines/terragrunt.js

/** From here on Terragrunt takes the commands of terraform after `run --` only, apart from a few. */
const runCommandSince = [0, 88];
const terragrunt_install = 'Install it in the workflow before this action, for example with gruntwork-io/terragrunt-action or ' +
    'jdx/mise-action.';
/** Terragrunt around terraform or tofu. Throws `StepFailed` where it cannot be run. */
async function terragruntProgram(run, { command, version, tfCommand, collectOutputs, cwd, env }) {
    const known = version ?? (await installedVersion(run, command, cwd, env));
    const prefix = hasRunCommand(known) ? [command, 'run', '--'] : [command];
    return {
        name: 'terragrunt',
        commandLine: (args) => [...prefix, ...args],
        env: {
            TERRATEAM_TF_CMD: tfCommand,
            TG_TF_PATH: tfCommand,
            TERRAGRUNT_TFPATH: tfCommand,
            // Otherwise what terraform prints comes out as a log of Terragrunt's.
            TG_TF_FORWARD_STDOUT: 'true',
            TERRAGRUNT_FORWARD_TF_STDOUT: 'true',
        },
        install: terragrunt_install,
        collectOutputs,
    };
}
/** Asks the program, which says `terragrunt version v0.88.0` (older ones without the v). */
async function installedVersion({ programs }, command, cwd, env) {
    const argv = [command, '--version'];
    const asked = await programs.run({ argv, cwd, env: { ...env } }, { kind: 'quiet' });
    if (asked.kind === 'not-found') {
        throw new step_result/* StepFailed */.an(`${asked.program} was not found on PATH. ${terragrunt_install}`);
    }
    const [, version] = /\bv?(\d+\.\d+\.\d+\S*)/.exec(asked.stdout) ?? [];
    if (asked.exitCode === 0 && version !== undefined)
        return version;
    throw new step_result/* StepFailed */.an(`\`${command} --version\` does not say which version of Terragrunt it is:\n` +
        `${asked.stderr}\n${asked.stdout}`);
}
function hasRunCommand(version) {
    const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
    const [sinceMajor, sinceMinor] = runCommandSince;
    return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}

;// CONCATENATED MODULE: ./src/runner/engines/engine-of.js










/**
 * The engine of a dirspace, with the programs that it needs. `env` is that of the dirspace so far.
 * Throws `StepFailed` where there is no such engine, or where it cannot be run.
 */
async function engineOf(run, dir, cwd, env) {
    const chosen = engineConfigOf(run.config, dir.workflow);
    const setting = { run, chosen, cwd, env };
    switch (chosen.name) {
        case 'terraform':
        case 'tofu':
            return await plain(setting, chosen.name);
        case 'terragrunt':
            return await terragrunt(setting);
        case 'cdktf':
            return cdktfEngine(await plain(setting, chosen.tf_cmd ?? 'terraform', chosen.tf_version));
        case 'stategraph': {
            const tf = await tfTool(setting, chosen.tf_cmd ?? 'terraform', chosen.tf_version);
            return withTools(stategraphEngine(tf.command), env, [tf]);
        }
        case 'pulumi':
            return pulumiEngine();
        case 'custom':
            return customEngine(chosen);
        case 'fly':
            if (chosen.config_file !== undefined)
                return flyEngine(chosen.config_file);
            throw new step_result/* StepFailed */.an('The engine fly needs config_file, the fly.toml of the app.');
        default:
            throw new step_result/* StepFailed */.an(unknownEngine(chosen.name));
    }
}
function unknownEngine(name) {
    const what = name === '' ? 'An engine without a name' : `The engine ${name}`;
    return (`${what} cannot be run. There are terraform, tofu, terragrunt, cdktf, pulumi, stategraph, fly and ` +
        'custom; with custom any program can plan and apply.');
}
async function plain(setting, program, version = setting.chosen.version) {
    const tool = await tfTool(setting, program, version);
    const collected = collectsOutputs(setting.chosen);
    const engine = terraformEngine(terraformProgram(program, tool.command, collected));
    return withTools(engine, setting.env, [tool]);
}
async function terragrunt(setting) {
    const { run, chosen, cwd, env } = setting;
    const tf = await tfTool(setting, chosen.tf_cmd ?? 'terraform', chosen.tf_version);
    const request = { tool: 'terragrunt', version: chosen.version, cwd, env };
    const own = await run.tools.provide(request);
    const program = await terragruntProgram(run, {
        ...own,
        tfCommand: tf.command,
        collectOutputs: collectsOutputs(chosen),
        cwd,
        env: { ...env, ...environmentWith(env, [own, tf]) },
    });
    return withTools(terraformEngine(program), env, [own, tf]);
}
/**
 * terraform, tofu or what stands for it. What replaces it may be a script around it: it gets the version
 * that is asked for.
 */
async function tfTool({ run, chosen, cwd, env }, program, version) {
    const instead = chosen.override_tf_cmd;
    const found = isTool(program) && (instead === undefined || version !== undefined)
        ? await run.tools.provide({ tool: program, version, cwd, env })
        : { command: program, version: undefined, env: {}, folder: undefined };
    return instead === undefined ? found : { ...found, command: instead };
}
function collectsOutputs({ outputs }) {
    return outputs === undefined || Array.isArray(outputs) || outputs.collect;
}
function isTool(program) {
    return program === 'terraform' || program === 'tofu';
}
function withTools(engine, env, tools) {
    return { ...engine, env: { ...engine.env, ...environmentWith(env, tools) } };
}

;// CONCATENATED MODULE: ./src/runner/oidc/oidc-step.js

/** Gives the steps that follow credentials of a cloud, by the identity of the job. */
async function oidc_step_oidcStep(step, _place) {
    throw new step_result/* StepFailed */.an(`The step ${step.type} is not supported yet by this runner.`);
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
 * The outcome of a step that may have a gate: a failure is ignored where one asks people instead. What
 * the configuration says of `ignore_errors` still decides.
 */
function gated(outcome, gate) {
    if (outcome.success || !gate)
        return outcome;
    return { ...outcome, ignoreErrors: true, gates: [wireGate(gate)] };
}
/** The gate as it travels. Of `any_of` one has to agree where no number is given. */
function wireGate({ any_of_count, ...gate }) {
    const nobodyOfAny = gate.any_of.length === 0 && gate.all_of.length > 0;
    return { ...gate, any_of_count: any_of_count ?? (nobodyOfAny ? 0 : 1) };
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
    const { command } = await run.tools.provide(request);
    const cmd = [command, ...argumentsOf(step, file, substitute(step.extra_args, env))];
    const output = { kind: 'shown', show: place.show };
    const result = await run.programs.run({ argv: cmd, cwd: directoryOf(step, place), env }, output);
    if (result.kind === 'not-found') {
        throw new step_result/* StepFailed */.an(`ERROR: Could not find program to run: ${result.program}`);
    }
    const success = result.exitCode === 0;
    const texts = success ? { text: result.stdout, stderr: result.stderr } : { text: (0,step_result/* joined */.oR)(result) };
    const visible_on = step.visible_on ?? 'error';
    const data = step.type === 'opa' ? policy_step_jsonOf(result.stdout) : undefined;
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
function policy_step_jsonOf(text) {
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
    const wrapped = key === undefined ? plan_envelope_plain(plan) : seal(plan, bound, key);
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
function plan_envelope_plain(plan) {
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
    const tries = [];
    const attempt = async () => {
        const result = await (unsafe ? engine.unsafeApply(call) : engine.apply(call));
        tries.push(result);
        return result;
    };
    const isFinal = (result) => result.exitCode === 0 || place.run.interruption.requested || isStale(result);
    const apply = await retry_retry(retryRule(step), place.run.clock, attempt, isFinal);
    if (apply.exitCode !== 0) {
        return { success: false, payload: { text: failureText(tries), visible_on } };
    }
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
/** Terraform refuses a saved plan once the state has changed, and so each further try of it. */
function isStale({ stderr }) {
    return stderr.includes('Saved plan is stale');
}
/** What the tries said, the first one first: it says what is wrong. */
function failureText(tries) {
    const [first, ...others] = tries;
    const last = others.at(-1);
    if (!first)
        return '';
    if (!last)
        return (0,step_result/* joined */.oR)(first);
    if (isStale(last)) {
        const why = 'The apply was tried again, but its plan no longer fits: what was applied before the failure has ' +
            'changed the state. Plan again, then apply the rest.';
        return `${[first, ...others.slice(0, -1)].map(step_result/* joined */.oR).join('\n')}\n${why}\n\n${(0,step_result/* joined */.oR)(last)}`;
    }
    return tries.map((one, index) => `Try ${index + 1}:\n${(0,step_result/* joined */.oR)(one)}`).join('\n');
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

;// CONCATENATED MODULE: ./src/runner/steps/env-step.js

/** Sets variables of the environment for the steps that follow. */
async function env_step_envStep(step, _place) {
    throw new step_result/* StepFailed */.an(`The step ${step.type} is not supported yet by this runner.`);
}

;// CONCATENATED MODULE: ./src/runner/steps/gates-step.js

/** Runs a program that says who has to agree before the apply, and asks them for reviews. */
async function gatesStep(step, _place) {
    throw new step_result/* StepFailed */.an(`The step ${step.type} is not supported yet by this runner.`);
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


/** Runs a command of the configuration. */
async function runCommandStep(step, place) {
    const visible_on = step.visible_on ?? 'error';
    const env = { ...place.env, ...step.env };
    const refused = (text) => {
        place.show(`${text}\n`);
        return { success: false, payload: { text, cmd: step.cmd, visible_on } };
    };
    const cmd = substituted(step.cmd, env);
    if (cmd instanceof MissingVariable)
        return refused(cmd.message);
    const output = { kind: 'shown', show: place.show };
    const result = await place.run.programs.run({ argv: cmd, cwd: place.cwd, env }, output);
    if (result.kind === 'not-found') {
        return refused(`ERROR: Could not find program to run: ${result.program}`);
    }
    const success = result.exitCode === 0;
    const facts = { cmd, exit_code: result.exitCode, visible_on };
    if (!step.capture_output) {
        const text = 'The output was not captured (capture_output: false). It is in the log of the job.';
        return { success, payload: success ? facts : { ...facts, text } };
    }
    if (!success)
        return { success, payload: { ...facts, text: (0,step_result/* joined */.oR)(result) } };
    const format = step.format === undefined ? {} : { format: step.format };
    return { success, payload: { ...facts, ...format, text: result.stdout, stderr: result.stderr } };
}
function substituted(cmd, env) {
    try {
        return substitute(cmd, env);
    }
    catch (error) {
        if (error instanceof MissingVariable)
            return error;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/runner/steps/slack-step.js

/** Writes a message in Slack. */
async function slackStep(step, _place) {
    throw new step_result/* StepFailed */.an(`The step ${step.type} is not supported yet by this runner.`);
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
        progress.steps.push(await accessTokenStep(place, scope));
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
    progress.pre.push(await accessTokenStep(place, hookScope('pre')));
    const steps = hookSteps(run.config, operationOf(run), 'pre');
    await runSteps(steps, place, hookScope('pre'), (0,step_result/* allSucceeded */.x2)(progress.pre), record);
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













/**
 * Does what a manifest asks for. Never throws: whatever happens, there is a result to post.
 */
async function workOn(job, manifest, config) {
    job.masker.exempt(shownNames(manifest, config));
    try {
        const source = await prepareSource(job.checkout, manifest);
        const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(job.settings.tempDir ?? (0,external_node_os_.tmpdir)(), 'terrane-'));
        const capabilities = manifest.capabilities ?? [];
        const tools = toolbox(job, capabilities);
        const providers = new ProviderDownloads(folder, job.interruption);
        const prepared = { manifest, config, source, tmpdir: folder, tools, providers };
        return await runToResult({ ...job, ...prepared, planDocuments: [] });
    }
    catch (error) {
        if (error instanceof source_checkout/* CheckoutError */.v)
            return failedBeforeWork('checkout', error.message);
        return failedBeforeWork(step_result/* runnerStep */.PZ, (0,step_result/* defect */.gb)(error));
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
function maskedResult({ masker }, result) {
    return operationResultV2.parse({
        steps: result.steps.map((step) => ({ ...step, payload: masker.maskJson(step.payload) })),
        ...(result.gates && { gates: masker.maskJson(result.gates) }),
    });
}
async function writeSummary({ host, settings, masker, log }, markdown) {
    try {
        await host.writeSummary(settings, masker.mask(markdown));
    }
    catch (error) {
        log.line(`The job summary could not be written: ${String(error)}`);
    }
}


/***/ })

};
