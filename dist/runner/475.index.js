export const id = 475;
export const ids = [475];
export const modules = {

/***/ 8285:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const ANY = Symbol('SemVer ANY')
// hoisted class for cyclic dependency
class Comparator {
  static get ANY () {
    return ANY
  }

  constructor (comp, options) {
    options = parseOptions(options)

    if (comp instanceof Comparator) {
      if (comp.loose === !!options.loose) {
        return comp
      } else {
        comp = comp.value
      }
    }

    comp = comp.trim().split(/\s+/).join(' ')
    debug('comparator', comp, options)
    this.options = options
    this.loose = !!options.loose
    this.parse(comp)

    if (this.semver === ANY) {
      this.value = ''
    } else {
      this.value = this.operator + this.semver.version
    }

    debug('comp', this)
  }

  parse (comp) {
    const r = this.options.loose ? re[t.COMPARATORLOOSE] : re[t.COMPARATOR]
    const m = comp.match(r)

    if (!m) {
      throw new TypeError(`Invalid comparator: ${comp}`)
    }

    this.operator = m[1] !== undefined ? m[1] : ''
    if (this.operator === '=') {
      this.operator = ''
    }

    // if it literally is just '>' or '' then allow anything.
    if (!m[2]) {
      this.semver = ANY
    } else {
      this.semver = new SemVer(m[2], this.options.loose)
    }
  }

  toString () {
    return this.value
  }

  test (version) {
    debug('Comparator.test', version, this.options.loose)

    if (this.semver === ANY || version === ANY) {
      return true
    }

    if (typeof version === 'string') {
      try {
        version = new SemVer(version, this.options)
      } catch (er) {
        return false
      }
    }

    return cmp(version, this.operator, this.semver, this.options)
  }

  intersects (comp, options) {
    if (!(comp instanceof Comparator)) {
      throw new TypeError('a Comparator is required')
    }

    if (this.operator === '') {
      if (this.value === '') {
        return true
      }
      return new Range(comp.value, options).test(this.value)
    } else if (comp.operator === '') {
      if (comp.value === '') {
        return true
      }
      return new Range(this.value, options).test(comp.semver)
    }

    options = parseOptions(options)

    // Special cases where nothing can possibly be lower
    if (options.includePrerelease &&
      (this.value === '<0.0.0-0' || comp.value === '<0.0.0-0')) {
      return false
    }
    if (!options.includePrerelease &&
      (this.value.startsWith('<0.0.0') || comp.value.startsWith('<0.0.0'))) {
      return false
    }

    // Same direction increasing (> or >=)
    if (this.operator.startsWith('>') && comp.operator.startsWith('>')) {
      return true
    }
    // Same direction decreasing (< or <=)
    if (this.operator.startsWith('<') && comp.operator.startsWith('<')) {
      return true
    }
    // same SemVer and both sides are inclusive (<= or >=)
    if (
      (this.semver.version === comp.semver.version) &&
      this.operator.includes('=') && comp.operator.includes('=')) {
      return true
    }
    // opposite directions less than
    if (cmp(this.semver, '<', comp.semver, options) &&
      this.operator.startsWith('>') && comp.operator.startsWith('<')) {
      return true
    }
    // opposite directions greater than
    if (cmp(this.semver, '>', comp.semver, options) &&
      this.operator.startsWith('<') && comp.operator.startsWith('>')) {
      return true
    }
    return false
  }
}

module.exports = Comparator

const parseOptions = __webpack_require__(1382)
const { safeRe: re, t } = __webpack_require__(3737)
const cmp = __webpack_require__(4452)
const debug = __webpack_require__(7281)
const SemVer = __webpack_require__(9269)
const Range = __webpack_require__(1988)


/***/ }),

/***/ 1988:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SPACE_CHARACTERS = /\s+/g

// hoisted class for cyclic dependency
class Range {
  constructor (range, options) {
    options = parseOptions(options)

    if (range instanceof Range) {
      if (
        range.loose === !!options.loose &&
        range.includePrerelease === !!options.includePrerelease
      ) {
        return range
      } else {
        return new Range(range.raw, options)
      }
    }

    if (range instanceof Comparator) {
      // just put it in the set and return
      this.raw = range.value
      this.set = [[range]]
      this.formatted = undefined
      return this
    }

    this.options = options
    this.loose = !!options.loose
    this.includePrerelease = !!options.includePrerelease

    // First reduce all whitespace as much as possible so we do not have to rely
    // on potentially slow regexes like \s*. This is then stored and used for
    // future error messages as well.
    this.raw = range.trim().replace(SPACE_CHARACTERS, ' ')

    // First, split on ||
    this.set = this.raw
      .split('||')
      // map the range to a 2d array of comparators
      .map(r => this.parseRange(r.trim()))
      // throw out any comparator lists that are empty
      // this generally means that it was not a valid range, which is allowed
      // in loose mode, but will still throw if the WHOLE range is invalid.
      .filter(c => c.length)

    if (!this.set.length) {
      throw new TypeError(`Invalid SemVer Range: ${this.raw}`)
    }

    // if we have any that are not the null set, throw out null sets.
    if (this.set.length > 1) {
      // keep the first one, in case they're all null sets
      const first = this.set[0]
      this.set = this.set.filter(c => !isNullSet(c[0]))
      if (this.set.length === 0) {
        this.set = [first]
      } else if (this.set.length > 1) {
        // if we have any that are *, then the range is just *
        for (const c of this.set) {
          if (c.length === 1 && isAny(c[0])) {
            this.set = [c]
            break
          }
        }
      }
    }

    this.formatted = undefined
  }

  get range () {
    if (this.formatted === undefined) {
      this.formatted = ''
      for (let i = 0; i < this.set.length; i++) {
        if (i > 0) {
          this.formatted += '||'
        }
        const comps = this.set[i]
        for (let k = 0; k < comps.length; k++) {
          if (k > 0) {
            this.formatted += ' '
          }
          this.formatted += comps[k].toString().trim()
        }
      }
    }
    return this.formatted
  }

  format () {
    return this.range
  }

  toString () {
    return this.range
  }

  parseRange (range) {
    // strip build metadata so it can't bleed into the version
    range = range.replace(BUILDSTRIPRE, '')

    // memoize range parsing for performance.
    // this is a very hot path, and fully deterministic.
    const memoOpts =
      (this.options.includePrerelease && FLAG_INCLUDE_PRERELEASE) |
      (this.options.loose && FLAG_LOOSE)
    const memoKey = memoOpts + ':' + range
    const cached = cache.get(memoKey)
    if (cached) {
      return cached
    }

    const loose = this.options.loose
    // `1.2.3 - 1.2.4` => `>=1.2.3 <=1.2.4`
    const hr = loose ? re[t.HYPHENRANGELOOSE] : re[t.HYPHENRANGE]
    range = range.replace(hr, hyphenReplace(this.options.includePrerelease))
    debug('hyphen replace', range)

    // `> 1.2.3 < 1.2.5` => `>1.2.3 <1.2.5`
    range = trimComparatorWhitespace(range)
    debug('comparator trim', range)

    // `~ 1.2.3` => `~1.2.3`
    range = range.replace(re[t.TILDETRIM], tildeTrimReplace)
    debug('tilde trim', range)

    // `^ 1.2.3` => `^1.2.3`
    range = range.replace(re[t.CARETTRIM], caretTrimReplace)
    debug('caret trim', range)

    // At this point, the range is completely trimmed and
    // ready to be split into comparators.

    let rangeList = range
      .split(' ')
      .map(comp => parseComparator(comp, this.options))
      .join(' ')
      .split(/\s+/)
      // >=0.0.0 is equivalent to *
      .map(comp => replaceGTE0(comp, this.options))

    if (loose) {
      // in loose mode, throw out any that are not valid comparators
      rangeList = rangeList.filter(comp => {
        debug('loose invalid filter', comp, this.options)
        return !!comp.match(re[t.COMPARATORLOOSE])
      })
    }
    debug('range list', rangeList)

    // if any comparators are the null set, then replace with JUST null set
    // if more than one comparator, remove any * comparators
    // also, don't include the same comparator more than once
    const rangeMap = new Map()
    const comparators = rangeList.map(comp => new Comparator(comp, this.options))
    for (const comp of comparators) {
      if (isNullSet(comp)) {
        return [comp]
      }
      rangeMap.set(comp.value, comp)
    }
    if (rangeMap.size > 1 && rangeMap.has('')) {
      rangeMap.delete('')
    }

    const result = [...rangeMap.values()]
    cache.set(memoKey, result)
    return result
  }

  intersects (range, options) {
    if (!(range instanceof Range)) {
      throw new TypeError('a Range is required')
    }

    return this.set.some((thisComparators) => {
      return (
        isSatisfiable(thisComparators, options) &&
        range.set.some((rangeComparators) => {
          return (
            isSatisfiable(rangeComparators, options) &&
            thisComparators.every((thisComparator) => {
              return rangeComparators.every((rangeComparator) => {
                return thisComparator.intersects(rangeComparator, options)
              })
            })
          )
        })
      )
    })
  }

  // if ANY of the sets match ALL of its comparators, then pass
  test (version) {
    if (!version) {
      return false
    }

    if (typeof version === 'string') {
      try {
        version = new SemVer(version, this.options)
      } catch (er) {
        return false
      }
    }

    for (let i = 0; i < this.set.length; i++) {
      if (testSet(this.set[i], version, this.options)) {
        return true
      }
    }
    return false
  }
}

module.exports = Range

const LRU = __webpack_require__(409)
const cache = new LRU()

const parseOptions = __webpack_require__(1382)
const Comparator = __webpack_require__(8285)
const debug = __webpack_require__(7281)
const SemVer = __webpack_require__(9269)
const trimComparatorWhitespace = __webpack_require__(6779)
const {
  safeRe: re,
  src,
  t,
  tildeTrimReplace,
  caretTrimReplace,
} = __webpack_require__(3737)
const { FLAG_INCLUDE_PRERELEASE, FLAG_LOOSE } = __webpack_require__(5319)

// unbounded global build-metadata stripper used by parseRange
const BUILDSTRIPRE = new RegExp(src[t.BUILD], 'g')

const isNullSet = c => c.value === '<0.0.0-0'
const isAny = c => c.value === ''

// take a set of comparators and determine whether there
// exists a version which can satisfy it
const isSatisfiable = (comparators, options) => {
  let result = true
  const remainingComparators = comparators.slice()
  let testComparator = remainingComparators.pop()

  while (result && remainingComparators.length) {
    result = remainingComparators.every((otherComparator) => {
      return testComparator.intersects(otherComparator, options)
    })

    testComparator = remainingComparators.pop()
  }

  return result
}

// comprised of xranges, tildes, stars, and gtlt's at this point.
// already replaced the hyphen ranges
// turn into a set of JUST comparators.
const parseComparator = (comp, options) => {
  comp = comp.replace(re[t.BUILD], '')
  debug('comp', comp, options)
  comp = replaceCarets(comp, options)
  debug('caret', comp)
  comp = replaceTildes(comp, options)
  debug('tildes', comp)
  comp = replaceXRanges(comp, options)
  debug('xrange', comp)
  comp = replaceStars(comp, options)
  debug('stars', comp)
  return comp
}

const isX = id => !id || id.toLowerCase() === 'x' || id === '*'

const invalidXRangeOrder = (M, m, p) => (
  (isX(M) && !isX(m)) ||
  (isX(m) && p && !isX(p))
)

// ~, ~> --> * (any, kinda silly)
// ~2, ~2.x, ~2.x.x, ~>2, ~>2.x ~>2.x.x --> >=2.0.0 <3.0.0-0
// ~2.0, ~2.0.x, ~>2.0, ~>2.0.x --> >=2.0.0 <2.1.0-0
// ~1.2, ~1.2.x, ~>1.2, ~>1.2.x --> >=1.2.0 <1.3.0-0
// ~1.2.3, ~>1.2.3 --> >=1.2.3 <1.3.0-0
// ~1.2.0, ~>1.2.0 --> >=1.2.0 <1.3.0-0
// ~0.0.1 --> >=0.0.1 <0.1.0-0
const replaceTildes = (comp, options) => {
  return comp
    .trim()
    .split(/\s+/)
    .map((c) => replaceTilde(c, options))
    .join(' ')
}

const replaceTilde = (comp, options) => {
  const r = options.loose ? re[t.TILDELOOSE] : re[t.TILDE]
  // if we're including prereleases in the match, then the lower bound is
  // -0, the lowest possible prerelease value, just like x-ranges and carets.
  // this keeps `~1.2` equivalent to the `1.2.x` x-range it's documented as.
  const z = options.includePrerelease ? '-0' : ''
  return comp.replace(r, (_, M, m, p, pr) => {
    debug('tilde', comp, _, M, m, p, pr)
    let ret

    if (isX(M)) {
      ret = ''
    } else if (isX(m)) {
      ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`
    } else if (isX(p)) {
      // ~1.2 == >=1.2.0 <1.3.0-0
      ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`
    } else if (pr) {
      debug('replaceTilde pr', pr)
      ret = `>=${M}.${m}.${p}-${pr
      } <${M}.${+m + 1}.0-0`
    } else {
      // ~1.2.3 == >=1.2.3 <1.3.0-0
      ret = `>=${M}.${m}.${p
      } <${M}.${+m + 1}.0-0`
    }

    debug('tilde return', ret)
    return ret
  })
}

// ^ --> * (any, kinda silly)
// ^2, ^2.x, ^2.x.x --> >=2.0.0 <3.0.0-0
// ^2.0, ^2.0.x --> >=2.0.0 <3.0.0-0
// ^1.2, ^1.2.x --> >=1.2.0 <2.0.0-0
// ^1.2.3 --> >=1.2.3 <2.0.0-0
// ^1.2.0 --> >=1.2.0 <2.0.0-0
// ^0.0.1 --> >=0.0.1 <0.0.2-0
// ^0.1.0 --> >=0.1.0 <0.2.0-0
const replaceCarets = (comp, options) => {
  return comp
    .trim()
    .split(/\s+/)
    .map((c) => replaceCaret(c, options))
    .join(' ')
}

const replaceCaret = (comp, options) => {
  debug('caret', comp, options)
  const r = options.loose ? re[t.CARETLOOSE] : re[t.CARET]
  const z = options.includePrerelease ? '-0' : ''
  return comp.replace(r, (_, M, m, p, pr) => {
    debug('caret', comp, _, M, m, p, pr)
    let ret

    if (isX(M)) {
      ret = ''
    } else if (isX(m)) {
      ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`
    } else if (isX(p)) {
      if (M === '0') {
        ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`
      } else {
        ret = `>=${M}.${m}.0${z} <${+M + 1}.0.0-0`
      }
    } else if (pr) {
      debug('replaceCaret pr', pr)
      if (M === '0') {
        if (m === '0') {
          ret = `>=${M}.${m}.${p}-${pr
          } <${M}.${m}.${+p + 1}-0`
        } else {
          ret = `>=${M}.${m}.${p}-${pr
          } <${M}.${+m + 1}.0-0`
        }
      } else {
        ret = `>=${M}.${m}.${p}-${pr
        } <${+M + 1}.0.0-0`
      }
    } else {
      debug('no pr')
      if (M === '0') {
        if (m === '0') {
          ret = `>=${M}.${m}.${p
          } <${M}.${m}.${+p + 1}-0`
        } else {
          ret = `>=${M}.${m}.${p
          } <${M}.${+m + 1}.0-0`
        }
      } else {
        ret = `>=${M}.${m}.${p
        } <${+M + 1}.0.0-0`
      }
    }

    debug('caret return', ret)
    return ret
  })
}

const replaceXRanges = (comp, options) => {
  debug('replaceXRanges', comp, options)
  return comp
    .split(/\s+/)
    .map((c) => replaceXRange(c, options))
    .join(' ')
}

const replaceXRange = (comp, options) => {
  comp = comp.trim()
  const r = options.loose ? re[t.XRANGELOOSE] : re[t.XRANGE]
  return comp.replace(r, (ret, gtlt, M, m, p, pr) => {
    debug('xRange', comp, ret, gtlt, M, m, p, pr)
    if (invalidXRangeOrder(M, m, p)) {
      return comp
    }

    const xM = isX(M)
    const xm = xM || isX(m)
    const xp = xm || isX(p)
    const anyX = xp

    if (gtlt === '=' && anyX) {
      gtlt = ''
    }

    // if we're including prereleases in the match, then we need
    // to fix this to -0, the lowest possible prerelease value
    pr = options.includePrerelease ? '-0' : ''

    if (xM) {
      if (gtlt === '>' || gtlt === '<') {
        // nothing is allowed
        ret = '<0.0.0-0'
      } else {
        // nothing is forbidden
        ret = '*'
      }
    } else if (gtlt && anyX) {
      // we know patch is an x, because we have any x at all.
      // replace X with 0
      if (xm) {
        m = 0
      }
      p = 0

      if (gtlt === '>') {
        // >1 => >=2.0.0
        // >1.2 => >=1.3.0
        gtlt = '>='
        if (xm) {
          M = +M + 1
          m = 0
          p = 0
        } else {
          m = +m + 1
          p = 0
        }
      } else if (gtlt === '<=') {
        // <=0.7.x is actually <0.8.0, since any 0.7.x should
        // pass.  Similarly, <=7.x is actually <8.0.0, etc.
        gtlt = '<'
        if (xm) {
          M = +M + 1
        } else {
          m = +m + 1
        }
      }

      if (gtlt === '<') {
        pr = '-0'
      }

      ret = `${gtlt + M}.${m}.${p}${pr}`
    } else if (xm) {
      ret = `>=${M}.0.0${pr} <${+M + 1}.0.0-0`
    } else if (xp) {
      ret = `>=${M}.${m}.0${pr
      } <${M}.${+m + 1}.0-0`
    }

    debug('xRange return', ret)

    return ret
  })
}

// Because * is AND-ed with everything else in the comparator,
// and '' means "any version", just remove the *s entirely.
const replaceStars = (comp, options) => {
  debug('replaceStars', comp, options)
  // Looseness is ignored here.  star is always as loose as it gets!
  return comp
    .trim()
    .replace(re[t.STAR], '')
}

const replaceGTE0 = (comp, options) => {
  debug('replaceGTE0', comp, options)
  return comp
    .trim()
    .replace(re[options.includePrerelease ? t.GTE0PRE : t.GTE0], '')
}

// This function is passed to string.replace(re[t.HYPHENRANGE])
// M, m, patch, prerelease, build
// 1.2 - 3.4.5 => >=1.2.0 <=3.4.5
// 1.2.3 - 3.4 => >=1.2.0 <3.5.0-0 Any 3.4.x will do
// 1.2 - 3.4 => >=1.2.0 <3.5.0-0
// TODO build?
const hyphenReplace = incPr => ($0,
  from, fM, fm, fp, fpr, fb,
  to, tM, tm, tp, tpr) => {
  if (isX(fM)) {
    from = ''
  } else if (isX(fm)) {
    from = `>=${fM}.0.0${incPr ? '-0' : ''}`
  } else if (isX(fp)) {
    from = `>=${fM}.${fm}.0${incPr ? '-0' : ''}`
  } else if (fpr) {
    from = `>=${from}`
  } else {
    from = `>=${from}${incPr ? '-0' : ''}`
  }

  if (isX(tM)) {
    to = ''
  } else if (isX(tm)) {
    to = `<${+tM + 1}.0.0-0`
  } else if (isX(tp)) {
    to = `<${tM}.${+tm + 1}.0-0`
  } else if (tpr) {
    to = `<=${tM}.${tm}.${tp}-${tpr}`
  } else if (incPr) {
    to = `<${tM}.${tm}.${+tp + 1}-0`
  } else {
    to = `<=${to}`
  }

  return `${from} ${to}`.trim()
}

const testSet = (set, version, options) => {
  for (let i = 0; i < set.length; i++) {
    if (!set[i].test(version)) {
      return false
    }
  }

  if (version.prerelease.length && !options.includePrerelease) {
    // Find the set of versions that are allowed to have prereleases
    // For example, ^1.2.3-pr.1 desugars to >=1.2.3-pr.1 <2.0.0
    // That should allow `1.2.3-pr.2` to pass.
    // However, `1.2.4-alpha.notready` should NOT be allowed,
    // even though it's within the range set by the comparators.
    for (let i = 0; i < set.length; i++) {
      debug(set[i].semver)
      if (set[i].semver === Comparator.ANY) {
        continue
      }

      if (set[i].semver.prerelease.length > 0) {
        const allowed = set[i].semver
        if (allowed.major === version.major &&
            allowed.minor === version.minor &&
            allowed.patch === version.patch) {
          return true
        }
      }
    }

    // Version has a -pre, but it's not one of the ones we like.
    return false
  }

  return true
}


/***/ }),

/***/ 9269:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const debug = __webpack_require__(7281)
const { MAX_LENGTH, MAX_SAFE_INTEGER } = __webpack_require__(5319)
const { safeRe: re, t } = __webpack_require__(3737)

const parseOptions = __webpack_require__(1382)
const { compareIdentifiers } = __webpack_require__(1886)

const isPrereleaseIdentifier = (prerelease, identifier) => {
  const identifiers = identifier.split('.')
  if (identifiers.length > prerelease.length) {
    return false
  }

  for (let i = 0; i < identifiers.length; i++) {
    if (compareIdentifiers(prerelease[i], identifiers[i]) !== 0) {
      return false
    }
  }

  return true
}

class SemVer {
  constructor (version, options) {
    options = parseOptions(options)

    if (version instanceof SemVer) {
      if (version.loose === !!options.loose &&
        version.includePrerelease === !!options.includePrerelease) {
        return version
      } else {
        version = version.version
      }
    } else if (typeof version !== 'string') {
      throw new TypeError(`Invalid version. Must be a string. Got type "${typeof version}".`)
    }

    if (version.length > MAX_LENGTH) {
      throw new TypeError(
        `version is longer than ${MAX_LENGTH} characters`
      )
    }

    debug('SemVer', version, options)
    this.options = options
    this.loose = !!options.loose
    // this isn't actually relevant for versions, but keep it so that we
    // don't run into trouble passing this.options around.
    this.includePrerelease = !!options.includePrerelease

    const m = version.trim().match(options.loose ? re[t.LOOSE] : re[t.FULL])

    if (!m) {
      throw new TypeError(`Invalid Version: ${version}`)
    }

    this.raw = version

    // these are actually numbers
    this.major = +m[1]
    this.minor = +m[2]
    this.patch = +m[3]

    if (this.major > MAX_SAFE_INTEGER || this.major < 0) {
      throw new TypeError('Invalid major version')
    }

    if (this.minor > MAX_SAFE_INTEGER || this.minor < 0) {
      throw new TypeError('Invalid minor version')
    }

    if (this.patch > MAX_SAFE_INTEGER || this.patch < 0) {
      throw new TypeError('Invalid patch version')
    }

    // numberify any prerelease numeric ids
    if (!m[4]) {
      this.prerelease = []
    } else {
      this.prerelease = m[4].split('.').map((id) => {
        if (/^[0-9]+$/.test(id)) {
          const num = +id
          if (num >= 0 && num < MAX_SAFE_INTEGER) {
            return num
          }
        }
        return id
      })
    }

    this.build = m[5] ? m[5].split('.') : []
    this.format()
  }

  format () {
    this.version = `${this.major}.${this.minor}.${this.patch}`
    if (this.prerelease.length) {
      this.version += `-${this.prerelease.join('.')}`
    }
    return this.version
  }

  toString () {
    return this.version
  }

  compare (other) {
    debug('SemVer.compare', this.version, this.options, other)
    if (!(other instanceof SemVer)) {
      if (typeof other === 'string' && other === this.version) {
        return 0
      }
      other = new SemVer(other, this.options)
    }

    if (other.version === this.version) {
      return 0
    }

    return this.compareMain(other) || this.comparePre(other)
  }

  compareMain (other) {
    if (!(other instanceof SemVer)) {
      other = new SemVer(other, this.options)
    }

    if (this.major < other.major) {
      return -1
    }
    if (this.major > other.major) {
      return 1
    }
    if (this.minor < other.minor) {
      return -1
    }
    if (this.minor > other.minor) {
      return 1
    }
    if (this.patch < other.patch) {
      return -1
    }
    if (this.patch > other.patch) {
      return 1
    }
    return 0
  }

  comparePre (other) {
    if (!(other instanceof SemVer)) {
      other = new SemVer(other, this.options)
    }

    // NOT having a prerelease is > having one
    if (this.prerelease.length && !other.prerelease.length) {
      return -1
    } else if (!this.prerelease.length && other.prerelease.length) {
      return 1
    } else if (!this.prerelease.length && !other.prerelease.length) {
      return 0
    }

    let i = 0
    do {
      const a = this.prerelease[i]
      const b = other.prerelease[i]
      debug('prerelease compare', i, a, b)
      if (a === undefined && b === undefined) {
        return 0
      } else if (b === undefined) {
        return 1
      } else if (a === undefined) {
        return -1
      } else if (a === b) {
        continue
      } else {
        return compareIdentifiers(a, b)
      }
    } while (++i)
  }

  compareBuild (other) {
    if (!(other instanceof SemVer)) {
      other = new SemVer(other, this.options)
    }

    let i = 0
    do {
      const a = this.build[i]
      const b = other.build[i]
      debug('build compare', i, a, b)
      if (a === undefined && b === undefined) {
        return 0
      } else if (b === undefined) {
        return 1
      } else if (a === undefined) {
        return -1
      } else if (a === b) {
        continue
      } else {
        return compareIdentifiers(a, b)
      }
    } while (++i)
  }

  // preminor will bump the version up to the next minor release, and immediately
  // down to pre-release. premajor and prepatch work the same way.
  inc (release, identifier, identifierBase) {
    if (release.startsWith('pre')) {
      if (!identifier && identifierBase === false) {
        throw new Error('invalid increment argument: identifier is empty')
      }
      // Avoid an invalid semver results
      if (identifier) {
        const match = `-${identifier}`.match(this.options.loose ? re[t.PRERELEASELOOSE] : re[t.PRERELEASE])
        if (!match || match[1] !== identifier) {
          throw new Error(`invalid identifier: ${identifier}`)
        }
      }
    }

    switch (release) {
      case 'premajor':
        this.prerelease.length = 0
        this.patch = 0
        this.minor = 0
        this.major++
        this.inc('pre', identifier, identifierBase)
        break
      case 'preminor':
        this.prerelease.length = 0
        this.patch = 0
        this.minor++
        this.inc('pre', identifier, identifierBase)
        break
      case 'prepatch':
        // If this is already a prerelease, it will bump to the next version
        // drop any prereleases that might already exist, since they are not
        // relevant at this point.
        this.prerelease.length = 0
        this.inc('patch', identifier, identifierBase)
        this.inc('pre', identifier, identifierBase)
        break
      // If the input is a non-prerelease version, this acts the same as
      // prepatch.
      case 'prerelease':
        if (this.prerelease.length === 0) {
          this.inc('patch', identifier, identifierBase)
        }
        this.inc('pre', identifier, identifierBase)
        break
      case 'release':
        if (this.prerelease.length === 0) {
          throw new Error(`version ${this.raw} is not a prerelease`)
        }
        this.prerelease.length = 0
        break

      case 'major':
        // If this is a pre-major version, bump up to the same major version.
        // Otherwise increment major.
        // 1.0.0-5 bumps to 1.0.0
        // 1.1.0 bumps to 2.0.0
        if (
          this.minor !== 0 ||
          this.patch !== 0 ||
          this.prerelease.length === 0
        ) {
          this.major++
        }
        this.minor = 0
        this.patch = 0
        this.prerelease = []
        break
      case 'minor':
        // If this is a pre-minor version, bump up to the same minor version.
        // Otherwise increment minor.
        // 1.2.0-5 bumps to 1.2.0
        // 1.2.1 bumps to 1.3.0
        if (this.patch !== 0 || this.prerelease.length === 0) {
          this.minor++
        }
        this.patch = 0
        this.prerelease = []
        break
      case 'patch':
        // If this is not a pre-release version, it will increment the patch.
        // If it is a pre-release it will bump up to the same patch version.
        // 1.2.0-5 patches to 1.2.0
        // 1.2.0 patches to 1.2.1
        if (this.prerelease.length === 0) {
          this.patch++
        }
        this.prerelease = []
        break
      // This probably shouldn't be used publicly.
      // 1.0.0 'pre' would become 1.0.0-0 which is the wrong direction.
      case 'pre': {
        const base = Number(identifierBase) ? 1 : 0

        if (this.prerelease.length === 0) {
          this.prerelease = [base]
        } else {
          let i = this.prerelease.length
          while (--i >= 0) {
            if (typeof this.prerelease[i] === 'number') {
              this.prerelease[i]++
              i = -2
            }
          }
          if (i === -1) {
            // didn't increment anything
            if (identifier === this.prerelease.join('.') && identifierBase === false) {
              throw new Error('invalid increment argument: identifier already exists')
            }
            this.prerelease.push(base)
          }
        }
        if (identifier) {
          // 1.2.0-beta.1 bumps to 1.2.0-beta.2,
          // 1.2.0-beta.fooblz or 1.2.0-beta bumps to 1.2.0-beta.0
          let prerelease = [identifier, base]
          if (identifierBase === false) {
            prerelease = [identifier]
          }
          if (isPrereleaseIdentifier(this.prerelease, identifier)) {
            const prereleaseBase = this.prerelease[identifier.split('.').length]
            if (isNaN(prereleaseBase)) {
              this.prerelease = prerelease
            }
          } else {
            this.prerelease = prerelease
          }
        }
        break
      }
      default:
        throw new Error(`invalid increment argument: ${release}`)
    }
    this.raw = this.format()
    if (this.build.length) {
      this.raw += `+${this.build.join('.')}`
    }
    return this
  }
}

module.exports = SemVer


/***/ }),

/***/ 2649:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const parse = __webpack_require__(355)
const clean = (version, options) => {
  const s = parse(version.trim().replace(/^[=v]+/, ''), options)
  return s ? s.version : null
}
module.exports = clean


/***/ }),

/***/ 4452:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const eq = __webpack_require__(2144)
const neq = __webpack_require__(5804)
const gt = __webpack_require__(1665)
const gte = __webpack_require__(690)
const lt = __webpack_require__(5694)
const lte = __webpack_require__(5447)

const cmp = (a, op, b, loose) => {
  switch (op) {
    case '===':
      if (typeof a === 'object') {
        a = a.version
      }
      if (typeof b === 'object') {
        b = b.version
      }
      return a === b

    case '!==':
      if (typeof a === 'object') {
        a = a.version
      }
      if (typeof b === 'object') {
        b = b.version
      }
      return a !== b

    case '':
    case '=':
    case '==':
      return eq(a, b, loose)

    case '!=':
      return neq(a, b, loose)

    case '>':
      return gt(a, b, loose)

    case '>=':
      return gte(a, b, loose)

    case '<':
      return lt(a, b, loose)

    case '<=':
      return lte(a, b, loose)

    default:
      throw new TypeError(`Invalid operator: ${op}`)
  }
}
module.exports = cmp


/***/ }),

/***/ 9023:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const parse = __webpack_require__(355)
const { safeRe: re, t } = __webpack_require__(3737)

const coerce = (version, options) => {
  if (version instanceof SemVer) {
    return version
  }

  if (typeof version === 'number') {
    version = String(version)
  }

  if (typeof version !== 'string') {
    return null
  }

  options = options || {}

  let match = null
  if (!options.rtl) {
    match = version.match(options.includePrerelease ? re[t.COERCEFULL] : re[t.COERCE])
  } else {
    // Find the right-most coercible string that does not share
    // a terminus with a more left-ward coercible string.
    // Eg, '1.2.3.4' wants to coerce '2.3.4', not '3.4' or '4'
    // With includePrerelease option set, '1.2.3.4-rc' wants to coerce '2.3.4-rc', not '2.3.4'
    //
    // Walk through the string checking with a /g regexp
    // Manually set the index so as to pick up overlapping matches.
    // Stop when we get a match that ends at the string end, since no
    // coercible string can be more right-ward without the same terminus.
    const coerceRtlRegex = options.includePrerelease ? re[t.COERCERTLFULL] : re[t.COERCERTL]
    let next
    while ((next = coerceRtlRegex.exec(version)) &&
        (!match || match.index + match[0].length !== version.length)
    ) {
      if (!match ||
            next.index + next[0].length !== match.index + match[0].length) {
        match = next
      }
      coerceRtlRegex.lastIndex = next.index + next[1].length + next[2].length
    }
    // leave it in a clean state
    coerceRtlRegex.lastIndex = -1
  }

  if (match === null) {
    return null
  }

  const major = match[2]
  const minor = match[3] || '0'
  const patch = match[4] || '0'
  const prerelease = options.includePrerelease && match[5] ? `-${match[5]}` : ''
  const build = options.includePrerelease && match[6] ? `+${match[6]}` : ''

  return parse(`${major}.${minor}.${patch}${prerelease}${build}`, options)
}
module.exports = coerce


/***/ }),

/***/ 7562:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const compareBuild = (a, b, loose) => {
  const versionA = new SemVer(a, loose)
  const versionB = new SemVer(b, loose)
  return versionA.compare(versionB) || versionA.compareBuild(versionB)
}
module.exports = compareBuild


/***/ }),

/***/ 244:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(9099)
const compareLoose = (a, b) => compare(a, b, true)
module.exports = compareLoose


/***/ }),

/***/ 9099:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const compare = (a, b, loose) =>
  new SemVer(a, loose).compare(new SemVer(b, loose))

module.exports = compare


/***/ }),

/***/ 3797:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const parse = __webpack_require__(355)

const diff = (version1, version2) => {
  const v1 = parse(version1, null, true)
  const v2 = parse(version2, null, true)
  const comparison = v1.compare(v2)

  if (comparison === 0) {
    return null
  }

  const v1Higher = comparison > 0
  const highVersion = v1Higher ? v1 : v2
  const lowVersion = v1Higher ? v2 : v1
  const highHasPre = !!highVersion.prerelease.length
  const lowHasPre = !!lowVersion.prerelease.length

  if (lowHasPre && !highHasPre) {
    // Going from prerelease -> no prerelease requires some special casing

    // If the low version has only a major, then it will always be a major
    // Some examples:
    // 1.0.0-1 -> 1.0.0
    // 1.0.0-1 -> 1.1.1
    // 1.0.0-1 -> 2.0.0
    if (!lowVersion.patch && !lowVersion.minor) {
      return 'major'
    }

    // If the main part has no difference
    if (lowVersion.compareMain(highVersion) === 0) {
      if (lowVersion.minor && !lowVersion.patch) {
        return 'minor'
      }
      return 'patch'
    }
  }

  // add the `pre` prefix if we are going to a prerelease version
  const prefix = highHasPre ? 'pre' : ''

  if (v1.major !== v2.major) {
    return prefix + 'major'
  }

  if (v1.minor !== v2.minor) {
    return prefix + 'minor'
  }

  if (v1.patch !== v2.patch) {
    return prefix + 'patch'
  }

  // high and low are prereleases
  return 'prerelease'
}

module.exports = diff


/***/ }),

/***/ 2144:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(9099)
const eq = (a, b, loose) => compare(a, b, loose) === 0
module.exports = eq


/***/ }),

/***/ 1665:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(9099)
const gt = (a, b, loose) => compare(a, b, loose) > 0
module.exports = gt


/***/ }),

/***/ 690:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(9099)
const gte = (a, b, loose) => compare(a, b, loose) >= 0
module.exports = gte


/***/ }),

/***/ 9236:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)

const inc = (version, release, options, identifier, identifierBase) => {
  if (typeof (options) === 'string') {
    identifierBase = identifier
    identifier = options
    options = undefined
  }

  try {
    return new SemVer(
      version instanceof SemVer ? version.version : version,
      options
    ).inc(release, identifier, identifierBase).version
  } catch (er) {
    return null
  }
}
module.exports = inc


/***/ }),

/***/ 5694:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(9099)
const lt = (a, b, loose) => compare(a, b, loose) < 0
module.exports = lt


/***/ }),

/***/ 5447:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(9099)
const lte = (a, b, loose) => compare(a, b, loose) <= 0
module.exports = lte


/***/ }),

/***/ 8573:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const major = (a, loose) => new SemVer(a, loose).major
module.exports = major


/***/ }),

/***/ 7193:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const minor = (a, loose) => new SemVer(a, loose).minor
module.exports = minor


/***/ }),

/***/ 5804:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(9099)
const neq = (a, b, loose) => compare(a, b, loose) !== 0
module.exports = neq


/***/ }),

/***/ 355:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const parse = (version, options, throwErrors = false) => {
  if (version instanceof SemVer) {
    return version
  }
  try {
    return new SemVer(version, options)
  } catch (er) {
    if (!throwErrors) {
      return null
    }
    throw er
  }
}

module.exports = parse


/***/ }),

/***/ 6690:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const patch = (a, loose) => new SemVer(a, loose).patch
module.exports = patch


/***/ }),

/***/ 6340:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const parse = __webpack_require__(355)
const prerelease = (version, options) => {
  const parsed = parse(version, options)
  return (parsed && parsed.prerelease.length) ? parsed.prerelease : null
}
module.exports = prerelease


/***/ }),

/***/ 3283:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compare = __webpack_require__(9099)
const rcompare = (a, b, loose) => compare(b, a, loose)
module.exports = rcompare


/***/ }),

/***/ 5090:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compareBuild = __webpack_require__(7562)
const rsort = (list, loose) => list.sort((a, b) => compareBuild(b, a, loose))
module.exports = rsort


/***/ }),

/***/ 4605:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const Range = __webpack_require__(1988)
const satisfies = (version, range, options) => {
  try {
    range = new Range(range, options)
  } catch (er) {
    return false
  }
  return range.test(version)
}
module.exports = satisfies


/***/ }),

/***/ 2938:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const compareBuild = __webpack_require__(7562)
const sort = (list, loose) => list.sort((a, b) => compareBuild(a, b, loose))
module.exports = sort


/***/ }),

/***/ 6476:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const parse = __webpack_require__(355)
const constants = __webpack_require__(5319)
const SemVer = __webpack_require__(9269)

const truncate = (version, truncation, options) => {
  if (!constants.RELEASE_TYPES.includes(truncation)) {
    return null
  }

  const clonedVersion = cloneInputVersion(version, options)
  return clonedVersion && doTruncation(clonedVersion, truncation)
}

const cloneInputVersion = (version, options) => {
  const versionStringToParse = (
    version instanceof SemVer ? version.version : version
  )

  return parse(versionStringToParse, options)
}

const doTruncation = (version, truncation) => {
  if (isPrerelease(truncation)) {
    return version.version
  }

  version.prerelease = []

  switch (truncation) {
    case 'major':
      version.minor = 0
      version.patch = 0
      break
    case 'minor':
      version.patch = 0
      break
  }

  return version.format()
}

const isPrerelease = (type) => {
  return type.startsWith('pre')
}

module.exports = truncate


/***/ }),

/***/ 7498:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const parse = __webpack_require__(355)
const valid = (version, options) => {
  const v = parse(version, options)
  return v ? v.version : null
}
module.exports = valid


/***/ }),

/***/ 9122:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



// just pre-load all the stuff that index.js lazily exports
const internalRe = __webpack_require__(3737)
const constants = __webpack_require__(5319)
const SemVer = __webpack_require__(9269)
const identifiers = __webpack_require__(1886)
const parse = __webpack_require__(355)
const valid = __webpack_require__(7498)
const clean = __webpack_require__(2649)
const inc = __webpack_require__(9236)
const diff = __webpack_require__(3797)
const major = __webpack_require__(8573)
const minor = __webpack_require__(7193)
const patch = __webpack_require__(6690)
const prerelease = __webpack_require__(6340)
const compare = __webpack_require__(9099)
const rcompare = __webpack_require__(3283)
const compareLoose = __webpack_require__(244)
const compareBuild = __webpack_require__(7562)
const sort = __webpack_require__(2938)
const rsort = __webpack_require__(5090)
const gt = __webpack_require__(1665)
const lt = __webpack_require__(5694)
const eq = __webpack_require__(2144)
const neq = __webpack_require__(5804)
const gte = __webpack_require__(690)
const lte = __webpack_require__(5447)
const cmp = __webpack_require__(4452)
const coerce = __webpack_require__(9023)
const truncate = __webpack_require__(6476)
const Comparator = __webpack_require__(8285)
const Range = __webpack_require__(1988)
const satisfies = __webpack_require__(4605)
const toComparators = __webpack_require__(8972)
const maxSatisfying = __webpack_require__(5839)
const minSatisfying = __webpack_require__(237)
const minVersion = __webpack_require__(7376)
const validRange = __webpack_require__(7307)
const outside = __webpack_require__(1526)
const gtr = __webpack_require__(5210)
const ltr = __webpack_require__(8815)
const intersects = __webpack_require__(4911)
const simplifyRange = __webpack_require__(4454)
const subset = __webpack_require__(4967)
module.exports = {
  parse,
  valid,
  clean,
  inc,
  diff,
  major,
  minor,
  patch,
  prerelease,
  compare,
  rcompare,
  compareLoose,
  compareBuild,
  sort,
  rsort,
  gt,
  lt,
  eq,
  neq,
  gte,
  lte,
  cmp,
  coerce,
  truncate,
  Comparator,
  Range,
  satisfies,
  toComparators,
  maxSatisfying,
  minSatisfying,
  minVersion,
  validRange,
  outside,
  gtr,
  ltr,
  intersects,
  simplifyRange,
  subset,
  SemVer,
  re: internalRe.re,
  src: internalRe.src,
  tokens: internalRe.t,
  SEMVER_SPEC_VERSION: constants.SEMVER_SPEC_VERSION,
  RELEASE_TYPES: constants.RELEASE_TYPES,
  compareIdentifiers: identifiers.compareIdentifiers,
  rcompareIdentifiers: identifiers.rcompareIdentifiers,
}


/***/ }),

/***/ 5319:
/***/ ((module) => {



// Note: this is the semver.org version of the spec that it implements
// Not necessarily the package version of this code.
const SEMVER_SPEC_VERSION = '2.0.0'

const MAX_LENGTH = 256
const MAX_SAFE_INTEGER = Number.MAX_SAFE_INTEGER ||
/* istanbul ignore next */ 9007199254740991

// Max safe segment length for coercion.
const MAX_SAFE_COMPONENT_LENGTH = 16

// Max safe length for a build identifier. The max length minus 6 characters for
// the shortest version with a build 0.0.0+BUILD.
const MAX_SAFE_BUILD_LENGTH = MAX_LENGTH - 6

// ECMAScript whitespace and line terminators matched by \s.
const WHITESPACE_CHARACTERS = [
  '\t',
  '\n',
  '\v',
  '\f',
  '\r',
  ' ',
  '\u00a0',
  '\u1680',
  '\u2000',
  '\u2001',
  '\u2002',
  '\u2003',
  '\u2004',
  '\u2005',
  '\u2006',
  '\u2007',
  '\u2008',
  '\u2009',
  '\u200a',
  '\u2028',
  '\u2029',
  '\u202f',
  '\u205f',
  '\u3000',
  '\ufeff',
]

const RELEASE_TYPES = [
  'major',
  'premajor',
  'minor',
  'preminor',
  'patch',
  'prepatch',
  'prerelease',
]

module.exports = {
  MAX_LENGTH,
  MAX_SAFE_COMPONENT_LENGTH,
  MAX_SAFE_BUILD_LENGTH,
  MAX_SAFE_INTEGER,
  WHITESPACE_CHARACTERS,
  RELEASE_TYPES,
  SEMVER_SPEC_VERSION,
  FLAG_INCLUDE_PRERELEASE: 0b001,
  FLAG_LOOSE: 0b010,
}


/***/ }),

/***/ 7281:
/***/ ((module) => {



const debug = (
  typeof process === 'object' &&
  process.env &&
  process.env.NODE_DEBUG &&
  /\bsemver\b/i.test(process.env.NODE_DEBUG)
) ? (...args) => console.error('SEMVER', ...args)
  : () => {}

module.exports = debug


/***/ }),

/***/ 1886:
/***/ ((module) => {



const numeric = /^[0-9]+$/
const compareIdentifiers = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b ? 0 : a < b ? -1 : 1
  }

  const anum = numeric.test(a)
  const bnum = numeric.test(b)

  if (anum && bnum) {
    a = +a
    b = +b
  }

  return a === b ? 0
    : (anum && !bnum) ? -1
    : (bnum && !anum) ? 1
    : a < b ? -1
    : 1
}

const rcompareIdentifiers = (a, b) => compareIdentifiers(b, a)

module.exports = {
  compareIdentifiers,
  rcompareIdentifiers,
}


/***/ }),

/***/ 409:
/***/ ((module) => {



class LRUCache {
  constructor () {
    this.max = 1000
    this.map = new Map()
  }

  get (key) {
    const value = this.map.get(key)
    if (value === undefined) {
      return undefined
    } else {
      // Remove the key from the map and add it to the end
      this.map.delete(key)
      this.map.set(key, value)
      return value
    }
  }

  delete (key) {
    return this.map.delete(key)
  }

  set (key, value) {
    const deleted = this.delete(key)

    if (!deleted && value !== undefined) {
      // If cache is full, delete the least recently used item
      if (this.map.size >= this.max) {
        const firstKey = this.map.keys().next().value
        this.delete(firstKey)
      }

      this.map.set(key, value)
    }

    return this
  }
}

module.exports = LRUCache


/***/ }),

/***/ 1382:
/***/ ((module) => {



// parse out just the options we care about
const looseOption = Object.freeze({ loose: true })
const emptyOpts = Object.freeze({ })
const parseOptions = options => {
  if (!options) {
    return emptyOpts
  }

  if (typeof options !== 'object') {
    return looseOption
  }

  return options
}
module.exports = parseOptions


/***/ }),

/***/ 3737:
/***/ ((module, exports, __webpack_require__) => {



const {
  MAX_SAFE_COMPONENT_LENGTH,
  MAX_SAFE_BUILD_LENGTH,
  MAX_LENGTH,
} = __webpack_require__(5319)
const debug = __webpack_require__(7281)
exports = module.exports = {}

// The actual regexps go on exports.re
const re = exports.re = []
const safeRe = exports.safeRe = []
const src = exports.src = []
const safeSrc = exports.safeSrc = []
const t = exports.t = {}
let R = 0

const LETTERDASHNUMBER = '[a-zA-Z0-9-]'

// Replace some greedy regex tokens to prevent regex dos issues. These regex are
// used internally via the safeRe object since all inputs in this library get
// normalized first to trim and collapse all extra whitespace. The original
// regexes are exported for userland consumption and lower level usage. A
// future breaking change could export the safer regex only with a note that
// all input should have extra whitespace removed.
const safeRegexReplacements = [
  ['\\s', 1],
  ['\\d', MAX_LENGTH],
  [LETTERDASHNUMBER, MAX_SAFE_BUILD_LENGTH],
]

const makeSafeRegex = (value) => {
  for (const [token, max] of safeRegexReplacements) {
    value = value
      .split(`${token}*`).join(`${token}{0,${max}}`)
      .split(`${token}+`).join(`${token}{1,${max}}`)
  }
  return value
}

const createToken = (name, value, isGlobal) => {
  const safe = makeSafeRegex(value)
  const index = R++
  debug(name, index, value)
  t[name] = index
  src[index] = value
  safeSrc[index] = safe
  re[index] = new RegExp(value, isGlobal ? 'g' : undefined)
  safeRe[index] = new RegExp(safe, isGlobal ? 'g' : undefined)
}

// The following Regular Expressions can be used for tokenizing,
// validating, and parsing SemVer version strings.

// ## Numeric Identifier
// A single `0`, or a non-zero digit followed by zero or more digits.

createToken('NUMERICIDENTIFIER', '0|[1-9]\\d*')
createToken('NUMERICIDENTIFIERLOOSE', '\\d+')

// ## Non-numeric Identifier
// Zero or more digits, followed by a letter or hyphen, and then zero or
// more letters, digits, or hyphens.

createToken('NONNUMERICIDENTIFIER', `\\d*[a-zA-Z-]${LETTERDASHNUMBER}*`)

// ## Main Version
// Three dot-separated numeric identifiers.

createToken('MAINVERSION', `(${src[t.NUMERICIDENTIFIER]})\\.` +
                   `(${src[t.NUMERICIDENTIFIER]})\\.` +
                   `(${src[t.NUMERICIDENTIFIER]})`)

createToken('MAINVERSIONLOOSE', `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.` +
                        `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.` +
                        `(${src[t.NUMERICIDENTIFIERLOOSE]})`)

// ## Pre-release Version Identifier
// A numeric identifier, or a non-numeric identifier.
// Non-numeric identifiers include numeric identifiers but can be longer.
// Therefore non-numeric identifiers must go first.

createToken('PRERELEASEIDENTIFIER', `(?:${src[t.NONNUMERICIDENTIFIER]
}|${src[t.NUMERICIDENTIFIER]})`)

createToken('PRERELEASEIDENTIFIERLOOSE', `(?:${src[t.NONNUMERICIDENTIFIER]
}|${src[t.NUMERICIDENTIFIERLOOSE]})`)

// ## Pre-release Version
// Hyphen, followed by one or more dot-separated pre-release version
// identifiers.

createToken('PRERELEASE', `(?:-(${src[t.PRERELEASEIDENTIFIER]
}(?:\\.${src[t.PRERELEASEIDENTIFIER]})*))`)

createToken('PRERELEASELOOSE', `(?:-?(${src[t.PRERELEASEIDENTIFIERLOOSE]
}(?:\\.${src[t.PRERELEASEIDENTIFIERLOOSE]})*))`)

// ## Build Metadata Identifier
// Any combination of digits, letters, or hyphens.

createToken('BUILDIDENTIFIER', `${LETTERDASHNUMBER}+`)

// ## Build Metadata
// Plus sign, followed by one or more period-separated build metadata
// identifiers.

createToken('BUILD', `(?:\\+(${src[t.BUILDIDENTIFIER]
}(?:\\.${src[t.BUILDIDENTIFIER]})*))`)

// ## Full Version String
// A main version, followed optionally by a pre-release version and
// build metadata.

// Note that the only major, minor, patch, and pre-release sections of
// the version string are capturing groups.  The build metadata is not a
// capturing group, because it should not ever be used in version
// comparison.

createToken('FULLPLAIN', `v?${src[t.MAINVERSION]
}${src[t.PRERELEASE]}?${
  src[t.BUILD]}?`)

createToken('FULL', `^${src[t.FULLPLAIN]}$`)

// like full, but allows v1.2.3 and =1.2.3, which people do sometimes.
// also, 1.0.0alpha1 (prerelease without the hyphen) which is pretty
// common in the npm registry.
createToken('LOOSEPLAIN', `[v=\\s]*${src[t.MAINVERSIONLOOSE]
}${src[t.PRERELEASELOOSE]}?${
  src[t.BUILD]}?`)

createToken('LOOSE', `^${src[t.LOOSEPLAIN]}$`)

createToken('GTLT', '((?:<|>)?=?)')

// Something like "2.*" or "1.2.x".
// Note that "x.x" is a valid xRange identifier, meaning "any version"
// Only the first item is strictly required.
createToken('XRANGEIDENTIFIERLOOSE', `${src[t.NUMERICIDENTIFIERLOOSE]}|x|X|\\*`)
createToken('XRANGEIDENTIFIER', `${src[t.NUMERICIDENTIFIER]}|x|X|\\*`)

createToken('XRANGEPLAIN', `[v=\\s]*(${src[t.XRANGEIDENTIFIER]})` +
                   `(?:\\.(${src[t.XRANGEIDENTIFIER]})` +
                   `(?:\\.(${src[t.XRANGEIDENTIFIER]})` +
                   `(?:${src[t.PRERELEASE]})?${
                     src[t.BUILD]}?` +
                   `)?)?`)

createToken('XRANGEPLAINLOOSE', `[v=\\s]*(${src[t.XRANGEIDENTIFIERLOOSE]})` +
                        `(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})` +
                        `(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})` +
                        `(?:${src[t.PRERELEASELOOSE]})?${
                          src[t.BUILD]}?` +
                        `)?)?`)

createToken('XRANGE', `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAIN]}$`)
createToken('XRANGELOOSE', `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAINLOOSE]}$`)

// Coercion.
// Extract anything that could conceivably be a part of a valid semver
createToken('COERCEPLAIN', `${'(^|[^\\d])' +
              '(\\d{1,'}${MAX_SAFE_COMPONENT_LENGTH}})` +
              `(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?` +
              `(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?`)
createToken('COERCE', `${src[t.COERCEPLAIN]}(?:$|[^\\d])`)
createToken('COERCEFULL', src[t.COERCEPLAIN] +
              `(?:${src[t.PRERELEASE]})?` +
              `(?:${src[t.BUILD]})?` +
              `(?:$|[^\\d])`)
createToken('COERCERTL', src[t.COERCE], true)
createToken('COERCERTLFULL', src[t.COERCEFULL], true)

// Tilde ranges.
// Meaning is "reasonably at or greater than"
createToken('LONETILDE', '(?:~>?)')

createToken('TILDETRIM', `(\\s*)${src[t.LONETILDE]}\\s+`, true)
exports.tildeTrimReplace = '$1~'

createToken('TILDE', `^${src[t.LONETILDE]}${src[t.XRANGEPLAIN]}$`)
createToken('TILDELOOSE', `^${src[t.LONETILDE]}${src[t.XRANGEPLAINLOOSE]}$`)

// Caret ranges.
// Meaning is "at least and backwards compatible with"
createToken('LONECARET', '(?:\\^)')

createToken('CARETTRIM', `(\\s*)${src[t.LONECARET]}\\s+`, true)
exports.caretTrimReplace = '$1^'

createToken('CARET', `^${src[t.LONECARET]}${src[t.XRANGEPLAIN]}$`)
createToken('CARETLOOSE', `^${src[t.LONECARET]}${src[t.XRANGEPLAINLOOSE]}$`)

// A simple gt/lt/eq thing, or just "" to indicate "any version"
createToken('COMPARATORLOOSE', `^${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]})$|^$`)
createToken('COMPARATOR', `^${src[t.GTLT]}\\s*(${src[t.FULLPLAIN]})$|^$`)

// An expression to strip any whitespace between the gtlt and the thing
// it modifies, so that `> 1.2.3` ==> `>1.2.3`
createToken('COMPARATORTRIM', `(\\s*)${src[t.GTLT]
}\\s*(${src[t.LOOSEPLAIN]}|${src[t.XRANGEPLAIN]})`, true)
exports.comparatorTrimReplace = '$1$2$3'

// Something like `1.2.3 - 1.2.4`
// Note that these all use the loose form, because they'll be
// checked against either the strict or loose comparator form
// later.
createToken('HYPHENRANGE', `^\\s*(${src[t.XRANGEPLAIN]})` +
                   `\\s+-\\s+` +
                   `(${src[t.XRANGEPLAIN]})` +
                   `\\s*$`)

createToken('HYPHENRANGELOOSE', `^\\s*(${src[t.XRANGEPLAINLOOSE]})` +
                        `\\s+-\\s+` +
                        `(${src[t.XRANGEPLAINLOOSE]})` +
                        `\\s*$`)

// Star ranges basically just allow anything at all.
createToken('STAR', '(<|>)?=?\\s*\\*')
// >=0.0.0 is like a star
createToken('GTE0', '^\\s*>=\\s*0\\.0\\.0\\s*$')
createToken('GTE0PRE', '^\\s*>=\\s*0\\.0\\.0-0\\s*$')


/***/ }),

/***/ 6779:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {

// @ts-check


// Reproduce safeRe[COMPARATORTRIM] replacement boundaries, not version
// validation. Each end-index finder returns an exclusive end, or its start
// on no match.
// Positions count from zero. An end of 3 means characters 0, 1, and 2 were read;
// range.slice(start, end) gives the matched text, not a converted number.
const {
  MAX_LENGTH,
  MAX_SAFE_BUILD_LENGTH,
  WHITESPACE_CHARACTERS,
} = __webpack_require__(5319)

/**
 * Remembers the last two rows of digits so their characters need not be reread.
 * Positions start at -1 until a row has been found.
 *
 * @typedef {object} DigitRunCache
 * @property {number} start The first character of the most recently found row.
 * @property {number} end The position after that row's last character.
 * @property {number} previousStart The first character of the previous row.
 * @property {number} previousEnd The position after the previous row.
 */

// One entry per UTF-16 code unit keeps membership checks constant-time.
const whitespace = new Uint8Array(0x10000)
for (const char of WHITESPACE_CHARACTERS) {
  whitespace[char.charCodeAt(0)] = 1
}

/**
 * Checks whether a character is whitespace, like a space, tab, or newline.
 * Looking past the end of the string returns false.
 *
 * @param {string|undefined} char One character, or undefined past the string's end.
 * @returns {boolean} Whether the character is whitespace.
 * @example isWhitespace(' ') // true
 * @example isWhitespace('1') // false
 */
const isWhitespace = char =>
  char !== undefined && whitespace[char.charCodeAt(0)] === 1

/**
 * Checks for v, =, or whitespace before the version number.
 * These are historical version prefixes, not range operators:
 * < and > are handled separately, as are tilde and caret ranges.
 *
 * @param {string|undefined} char One character to check.
 * @returns {boolean} Whether the character can belong to a version prefix.
 * @example isVersionPrefix('=') // true
 * @example isVersionPrefix('>') // false
 */
const isVersionPrefix = char =>
  char === 'v' ||
  char === '=' ||
  isWhitespace(char)

/**
 * Checks whether a character is one of the digits 0 through 9.
 *
 * @param {string|undefined} char One character to check.
 * @returns {boolean} Whether the character is an ASCII digit.
 * @example isDigit('7') // true
 * @example isDigit('.') // false
 */
const isDigit = char => char !== undefined && char >= '0' && char <= '9'

/**
 * Checks whether a character is an English letter, uppercase or lowercase.
 *
 * @param {string|undefined} char One character to check.
 * @returns {boolean} Whether the character is an ASCII letter.
 * @example isLetter('b') // true
 * @example isLetter('7') // false
 */
const isLetter = char =>
  char !== undefined && (
    (char >= 'a' && char <= 'z') ||
    (char >= 'A' && char <= 'Z')
  )

/**
 * Checks for a letter, digit, or hyphen: the characters allowed inside
 * prerelease and build names such as beta-1.
 *
 * @param {string|undefined} char One character to check.
 * @returns {boolean} Whether the character can be part of an identifier.
 * @example isIdentifierCharacter('-') // true
 * @example isIdentifierCharacter('.') // false; dots separate identifiers
 */
const isIdentifierCharacter = char => isDigit(char) || isLetter(char) || char === '-'

/**
 * Checks whether a version component can begin here: with a digit or
 * a wildcard such as x, X, or *.
 *
 * @param {string|undefined} char One character to check.
 * @returns {boolean} Whether a number or wildcard can start with this character.
 * @example isVersionStart('x') // true
 * @example isVersionStart('v') // false; v belongs to the prefix
 */
const isVersionStart = char =>
  isDigit(char) ||
  char === 'x' ||
  char === 'X' ||
  char === '*'

/**
 * Finds the end of a row of digits, but returns no more than limit digits.
 * Remembers the last two rows so looking at them again does not reread them.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position of the first character to check.
 * @param {number} limit The most digit characters the returned match can include.
 * @param {DigitRunCache} digitRuns Shared cache of digit-run positions, updated in place.
 * @returns {number} The position after the matched digits, or start if none match.
 * @example findDigitsEndIndex('123abc', 0, 10, digitRuns) // 3, pointing at a
 * @example findDigitsEndIndex('123abc', 0, 2, digitRuns) // 2, pointing at the unread 3
 */
const findDigitsEndIndex = (range, start, limit, digitRuns) => {
  if (!isDigit(range[start])) {
    return start
  }
  if (start >= digitRuns.start && start < digitRuns.end) {
    return Math.min(start + limit, digitRuns.end)
  }
  if (start >= digitRuns.previousStart && start < digitRuns.previousEnd) {
    return Math.min(start + limit, digitRuns.previousEnd)
  }
  let end = start + 1
  while (isDigit(range[end])) {
    end++
  }
  // A failed full version can rewind from its second run to its first.
  digitRuns.previousStart = digitRuns.start
  digitRuns.previousEnd = digitRuns.end
  digitRuns.start = start
  digitRuns.end = end
  return Math.min(start + limit, end)
}

/**
 * Reads a number using the old regex's length and leading-zero rules.
 * Strict mode reads just the first zero in 012; loose mode can read all three.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position where the number should begin.
 * @param {boolean} loose Whether to allow leading zeros.
 * @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
 * @returns {number} The position after the matched digits, not their numeric value.
 * @example findVersionNumberEndIndex('012', 0, false, digitRuns) // 1
 * @example findVersionNumberEndIndex('012', 0, true, digitRuns) // 3
 */
const findVersionNumberEndIndex = (range, start, loose, digitRuns) => {
  if (!loose && range[start] === '0') {
    return start + 1
  }
  // Strict syntax allows an initial nonzero digit plus MAX_LENGTH digits.
  return findDigitsEndIndex(range, start, loose ? MAX_LENGTH : MAX_LENGTH + 1, digitRuns)
}

/**
 * Reads one piece of a prerelease name, such as beta or 1 in beta.1.
 * Tries the letter-or-hyphen form first, then the number-only form.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position where the identifier should begin.
 * @param {boolean} loose Whether numeric identifiers may have leading zeros.
 * @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
 * @returns {number} The position after the identifier, or start if none matches.
 * @example findPrereleaseIdentifierEndIndex('beta.1', 0, false, digitRuns) // 4, at the dot
 * @example findPrereleaseIdentifierEndIndex('001beta', 0, false, digitRuns) // 7
 */
const findPrereleaseIdentifierEndIndex = (range, start, loose, digitRuns) => {
  const digitsEnd = findDigitsEndIndex(range, start, MAX_LENGTH, digitRuns)
  // The legacy regex tries a nonnumeric identifier before a numeric one.
  if (isLetter(range[digitsEnd]) || range[digitsEnd] === '-') {
    let end = digitsEnd + 1
    const limit = end + MAX_SAFE_BUILD_LENGTH
    while (end < limit && isIdentifierCharacter(range[end])) {
      end++
    }
    return end
  }
  return findVersionNumberEndIndex(range, start, loose, digitRuns)
}

/**
 * Reads a prerelease suffix such as -beta.1, one dot-separated piece at a time.
 * Loose mode also allows the name without its opening hyphen.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position where the suffix should begin, including -.
 * @param {boolean} loose Whether the opening hyphen is optional and zeros allowed.
 * @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
 * @returns {number} The position after the matched suffix, or start if absent.
 * @example findPrereleaseEndIndex('-beta.1+sha', 0, false, digitRuns) // 7, at the plus
 * @example findPrereleaseEndIndex('beta', 0, false, digitRuns) // 0; no opening hyphen
 */
const findPrereleaseEndIndex = (range, start, loose, digitRuns) => {
  const hyphen = range[start] === '-'
  if (!loose && !hyphen) {
    return start
  }
  const identifierStart = start + (hyphen ? 1 : 0)
  let end = findPrereleaseIdentifierEndIndex(range, identifierStart, loose, digitRuns)
  if (end === identifierStart) {
    if (!loose || !hyphen) {
      return start
    }
    // In loose syntax, a lone hyphen can itself be the identifier.
    end = findPrereleaseIdentifierEndIndex(range, start, loose, digitRuns)
  }
  while (range[end] === '.') {
    const next = findPrereleaseIdentifierEndIndex(range, end + 1, loose, digitRuns)
    if (next === end + 1) {
      break
    }
    end = next
  }
  return end
}

/**
 * Reads one build-name piece, such as sha or 123 in +sha.123.
 * Stops at a disallowed character or the old regex's length limit.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position where the identifier should begin.
 * @returns {number} The position after the identifier, or start if none matches.
 * @example findBuildIdentifierEndIndex('sha.123', 0) // 3, at the dot
 * @example findBuildIdentifierEndIndex('001', 0) // 3; leading zeros are allowed
 */
const findBuildIdentifierEndIndex = (range, start) => {
  let end = start
  while (end - start < MAX_SAFE_BUILD_LENGTH && isIdentifierCharacter(range[end])) {
    end++
  }
  return end
}

/**
 * Reads optional build metadata such as +sha.123.
 * Leaves the position unchanged if there is no plus sign followed by a name.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position where the opening + should be.
 * @returns {number} The position after the matched metadata, or start if absent.
 * @example findBuildEndIndex('+sha.123 <2', 0) // 8, at the space
 * @example findBuildEndIndex('+', 0) // 0; a plus sign alone is not a match
 */
const findBuildEndIndex = (range, start) => {
  if (range[start] !== '+') {
    return start
  }
  let end = findBuildIdentifierEndIndex(range, start + 1)
  if (end === start + 1) {
    return start
  }
  while (range[end] === '.') {
    const next = findBuildIdentifierEndIndex(range, end + 1)
    if (next === end + 1) {
      break
    }
    end = next
  }
  return end
}

/**
 * Reads three numbers separated by dots, then any prerelease and build suffixes.
 * Uses loose rules, so forms such as 01.02.03beta can match here.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position of the first number, after any prefix.
 * @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
 * @returns {number} The position after the version match, or start if none matches.
 * @example findLooseFullVersionEndIndex('1.2.3-beta+sha <2', 0, digitRuns) // 14
 * @example findLooseFullVersionEndIndex('1.2', 0, digitRuns) // 0; needs three numbers
 */
const findLooseFullVersionEndIndex = (range, start, digitRuns) => {
  let end = start
  for (let component = 0; component < 3; component++) {
    const next = findVersionNumberEndIndex(range, end, true, digitRuns)
    if (next === end) {
      return start
    }
    end = next
    if (component < 2) {
      if (range[end] !== '.') {
        return start
      }
      end++
    }
  }
  const prereleaseEnd = findPrereleaseEndIndex(range, end, true, digitRuns)
  return findBuildEndIndex(range, prereleaseEnd)
}

/**
 * Reads one component of a partial or wildcard version, such as 2 or x in 2.x.
 * Numbers use strict leading-zero rules; wildcards take up one character.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position where the component should begin.
 * @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
 * @returns {number} The position after the component, or start if none matches.
 * @example findPartialVersionComponentEndIndex('2.x', 0, digitRuns) // 1, at the dot
 * @example findPartialVersionComponentEndIndex('2.x', 2, digitRuns) // 3, after x
 */
const findPartialVersionComponentEndIndex = (range, start, digitRuns) => {
  if (isDigit(range[start])) {
    return findVersionNumberEndIndex(range, start, false, digitRuns)
  }
  return isVersionStart(range[start]) ? start + 1 : start
}

/**
 * Reads up to three components, allowing forms such as 1, 1.2, or 1.x.
 * After the third component, also reads any strict prerelease and build suffixes.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position of a number or wildcard, after any prefix.
 * @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
 * @returns {number} The position after the matched version text.
 * @example findPartialVersionEndIndex('1.x <2', 0, digitRuns) // 3, at the space
 * @example findPartialVersionEndIndex('1.', 0, digitRuns) // 1; the trailing dot is unread
 */
const findPartialVersionEndIndex = (range, start, digitRuns) => {
  let end = findPartialVersionComponentEndIndex(range, start, digitRuns)
  for (let component = 0; component < 2; component++) {
    if (range[end] !== '.') {
      return end
    }
    const next = findPartialVersionComponentEndIndex(range, end + 1, digitRuns)
    if (next === end + 1) {
      return end
    }
    end = next
  }
  const prereleaseEnd = findPrereleaseEndIndex(range, end, false, digitRuns)
  return findBuildEndIndex(range, prereleaseEnd)
}

/**
 * Finds where a version match ends, without deciding whether the range is valid.
 * Tries a loose full version first, then a partial or wildcard version, just
 * like the old regex's LOOSEPLAIN and XRANGEPLAIN alternatives.
 *
 * @param {string} range The text to read; it is not changed.
 * @param {number} start The position of a number or wildcard, after any prefix.
 * @param {DigitRunCache} digitRuns Shared digit-run cache, updated as needed.
 * @returns {number} The position where scanning the next candidate can resume.
 * @example findVersionEndIndex('1.2.3 <2', 0, digitRuns) // 5, at the space
 * @example findVersionEndIndex('1.x <2', 0, digitRuns) // 3, at the space
 */
const findVersionEndIndex = (range, start, digitRuns) => {
  const fullVersionEnd = findLooseFullVersionEndIndex(range, start, digitRuns)
  return fullVersionEnd !== start
    ? fullVersionEnd
    : findPartialVersionEndIndex(range, start, digitRuns)
}

/**
 * Finds the one whitespace character the old replacement would remove.
 * Keeps leading whitespace, skips an optional operator, and checks immediately
 * after it. Returns -1 if there is nothing to remove.
 *
 * @param {string} range The text containing a candidate already found by the caller.
 * @param {number} matchStart The candidate's position, including leading whitespace.
 * @returns {number} The position of the removable whitespace, or -1 if absent.
 * @example findRemovableWhitespaceIndex(' > 1', 0) // 2; keep the space at position 0
 * @example findRemovableWhitespaceIndex('>1', 0) // -1
 */
const findRemovableWhitespaceIndex = (range, matchStart) => {
  let position = matchStart
  if (isWhitespace(range[position])) {
    position++
  }
  if (range[position] === '<' || range[position] === '>') {
    position++
  }
  if (range[position] === '=') {
    position++
  }
  return isWhitespace(range[position]) ? position : -1
}

/**
 * Joins an operator to its version, turning > 1.2.3 into >1.2.3.
 * Copies everything else according to the old regex's matching rules.
 * Moves forward through prefixes and whole versions to avoid repeatedly
 * searching the same characters on long inputs.
 *
 * @param {string} range The range text to process; the original string is unchanged.
 * @returns {string} The range with matched operator whitespace removed.
 * @example trimComparatorWhitespace('> 1.2.3 < 2') // '>1.2.3 <2'
 * @example trimComparatorWhitespace('> invalid') // '> invalid'
 */
const trimComparatorWhitespace = range => {
  let result = ''
  let copyFrom = 0
  let cursor = 0
  const digitRuns = { start: -1, end: -1, previousStart: -1, previousEnd: -1 }

  while (cursor < range.length) {
    const matchStart = cursor
    if (range[cursor] === '<' || range[cursor] === '>') {
      cursor++
    } else if (!isVersionPrefix(range[cursor]) && !isVersionStart(range[cursor])) {
      cursor++
      continue
    }

    // Consume a v/=/whitespace run once, even when no version follows it.
    while (cursor < range.length && isVersionPrefix(range[cursor])) {
      cursor++
    }
    if (!isVersionStart(range[cursor])) {
      continue
    }

    const whitespacePosition = findRemovableWhitespaceIndex(range, matchStart)
    if (whitespacePosition !== -1) {
      result += range.slice(copyFrom, whitespacePosition)
      copyFrom = whitespacePosition + 1
    }

    // Skip the entire match, so a prerelease's trailing v cannot be
    // reconsidered as the prefix of another version.
    cursor = findVersionEndIndex(range, cursor, digitRuns)
  }

  return result + range.slice(copyFrom)
}

module.exports = trimComparatorWhitespace


/***/ }),

/***/ 5210:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



// Determine if version is greater than all the versions possible in the range.
const outside = __webpack_require__(1526)
const gtr = (version, range, options) => outside(version, range, '>', options)
module.exports = gtr


/***/ }),

/***/ 4911:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const Range = __webpack_require__(1988)
const intersects = (r1, r2, options) => {
  r1 = new Range(r1, options)
  r2 = new Range(r2, options)
  return r1.intersects(r2, options)
}
module.exports = intersects


/***/ }),

/***/ 8815:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const outside = __webpack_require__(1526)
// Determine if version is less than all the versions possible in the range
const ltr = (version, range, options) => outside(version, range, '<', options)
module.exports = ltr


/***/ }),

/***/ 5839:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const Range = __webpack_require__(1988)

const maxSatisfying = (versions, range, options) => {
  let max = null
  let maxSV = null
  let rangeObj = null
  try {
    rangeObj = new Range(range, options)
  } catch (er) {
    return null
  }
  versions.forEach((v) => {
    if (rangeObj.test(v)) {
      // satisfies(v, range, options)
      if (!max || maxSV.compare(v) === -1) {
        // compare(max, v, true)
        max = v
        maxSV = new SemVer(max, options)
      }
    }
  })
  return max
}
module.exports = maxSatisfying


/***/ }),

/***/ 237:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const Range = __webpack_require__(1988)
const minSatisfying = (versions, range, options) => {
  let min = null
  let minSV = null
  let rangeObj = null
  try {
    rangeObj = new Range(range, options)
  } catch (er) {
    return null
  }
  versions.forEach((v) => {
    if (rangeObj.test(v)) {
      // satisfies(v, range, options)
      if (!min || minSV.compare(v) === 1) {
        // compare(min, v, true)
        min = v
        minSV = new SemVer(min, options)
      }
    }
  })
  return min
}
module.exports = minSatisfying


/***/ }),

/***/ 7376:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const Range = __webpack_require__(1988)
const gt = __webpack_require__(1665)

const minVersion = (range, loose) => {
  range = new Range(range, loose)

  let minver = new SemVer('0.0.0')
  if (range.test(minver)) {
    return minver
  }

  minver = new SemVer('0.0.0-0')
  if (range.test(minver)) {
    return minver
  }

  minver = null
  for (let i = 0; i < range.set.length; ++i) {
    const comparators = range.set[i]

    let setMin = null
    comparators.forEach((comparator) => {
      // Clone to avoid manipulating the comparator's semver object.
      const compver = new SemVer(comparator.semver.version)
      switch (comparator.operator) {
        case '>':
          if (compver.prerelease.length === 0) {
            compver.patch++
          } else {
            compver.prerelease.push(0)
          }
          compver.raw = compver.format()
          /* fallthrough */
        case '':
        case '>=':
          if (!setMin || gt(compver, setMin)) {
            setMin = compver
          }
          break
        case '<':
        case '<=':
          /* Ignore maximum versions */
          break
        /* istanbul ignore next */
        default:
          throw new Error(`Unexpected operation: ${comparator.operator}`)
      }
    })
    if (setMin && (!minver || gt(minver, setMin))) {
      minver = setMin
    }
  }

  if (minver && range.test(minver)) {
    return minver
  }

  return null
}
module.exports = minVersion


/***/ }),

/***/ 1526:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const SemVer = __webpack_require__(9269)
const Comparator = __webpack_require__(8285)
const { ANY } = Comparator
const Range = __webpack_require__(1988)
const satisfies = __webpack_require__(4605)
const gt = __webpack_require__(1665)
const lt = __webpack_require__(5694)
const lte = __webpack_require__(5447)
const gte = __webpack_require__(690)

const outside = (version, range, hilo, options) => {
  version = new SemVer(version, options)
  range = new Range(range, options)

  let gtfn, ltefn, ltfn, comp, ecomp
  switch (hilo) {
    case '>':
      gtfn = gt
      ltefn = lte
      ltfn = lt
      comp = '>'
      ecomp = '>='
      break
    case '<':
      gtfn = lt
      ltefn = gte
      ltfn = gt
      comp = '<'
      ecomp = '<='
      break
    default:
      throw new TypeError('Must provide a hilo val of "<" or ">"')
  }

  // If it satisfies the range it is not outside
  if (satisfies(version, range, options)) {
    return false
  }

  // From now on, variable terms are as if we're in "gtr" mode.
  // but note that everything is flipped for the "ltr" function.

  for (let i = 0; i < range.set.length; ++i) {
    const comparators = range.set[i]

    let high = null
    let low = null

    comparators.forEach((comparator) => {
      if (comparator.semver === ANY) {
        comparator = new Comparator('>=0.0.0')
      }
      high = high || comparator
      low = low || comparator
      if (gtfn(comparator.semver, high.semver, options)) {
        high = comparator
      } else if (ltfn(comparator.semver, low.semver, options)) {
        low = comparator
      }
    })

    // If the edge version comparator has a operator then our version
    // isn't outside it
    if (high.operator === comp || high.operator === ecomp) {
      return false
    }

    // If the lowest version comparator has an operator and our version
    // is less than it then it isn't higher than the range
    if ((!low.operator || low.operator === comp) &&
        ltefn(version, low.semver)) {
      return false
    } else if (low.operator === ecomp && ltfn(version, low.semver)) {
      return false
    }
  }
  return true
}

module.exports = outside


/***/ }),

/***/ 4454:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



// given a set of versions and a range, create a "simplified" range
// that includes the same versions that the original range does
// If the original range is shorter than the simplified one, return that.
const satisfies = __webpack_require__(4605)
const compare = __webpack_require__(9099)
module.exports = (versions, range, options) => {
  const set = []
  let first = null
  let prev = null
  const v = versions.sort((a, b) => compare(a, b, options))
  for (const version of v) {
    const included = satisfies(version, range, options)
    if (included) {
      prev = version
      if (!first) {
        first = version
      }
    } else {
      if (prev) {
        set.push([first, prev])
      }
      prev = null
      first = null
    }
  }
  if (first) {
    set.push([first, null])
  }

  const ranges = []
  for (const [min, max] of set) {
    if (min === max) {
      ranges.push(min)
    } else if (!max && min === v[0]) {
      ranges.push('*')
    } else if (!max) {
      ranges.push(`>=${min}`)
    } else if (min === v[0]) {
      ranges.push(`<=${max}`)
    } else {
      ranges.push(`${min} - ${max}`)
    }
  }
  const simplified = ranges.join(' || ')
  const original = typeof range.raw === 'string' ? range.raw : String(range)
  return simplified.length < original.length ? simplified : range
}


/***/ }),

/***/ 4967:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const Range = __webpack_require__(1988)
const Comparator = __webpack_require__(8285)
const { ANY } = Comparator
const satisfies = __webpack_require__(4605)
const compare = __webpack_require__(9099)

// Complex range `r1 || r2 || ...` is a subset of `R1 || R2 || ...` iff:
// - Every simple range `r1, r2, ...` is a null set, OR
// - Every simple range `r1, r2, ...` which is not a null set is a subset of
//   some `R1, R2, ...`
//
// Simple range `c1 c2 ...` is a subset of simple range `C1 C2 ...` iff:
// - If c is only the ANY comparator
//   - If C is only the ANY comparator, return true
//   - Else if in prerelease mode, return false
//   - else replace c with `[>=0.0.0]`
// - If C is only the ANY comparator
//   - if in prerelease mode, return true
//   - else replace C with `[>=0.0.0]`
// - Let EQ be the set of = comparators in c
// - If EQ is more than one, return true (null set)
// - Let GT be the highest > or >= comparator in c
// - Let LT be the lowest < or <= comparator in c
// - If GT and LT, and GT.semver > LT.semver, return true (null set)
// - If any C is a = range, and GT or LT are set, return false
// - If EQ
//   - If GT, and EQ does not satisfy GT, return true (null set)
//   - If LT, and EQ does not satisfy LT, return true (null set)
//   - If EQ satisfies every C, return true
//   - Else return false
// - If GT
//   - If GT.semver is lower than any > or >= comp in C, return false
//   - If GT is >=, and GT.semver does not satisfy every C, return false
//   - If GT.semver has a prerelease, and not in prerelease mode
//     - If no C has a prerelease and the GT.semver tuple, return false
// - If LT
//   - If LT.semver is greater than any < or <= comp in C, return false
//   - If LT is <=, and LT.semver does not satisfy every C, return false
//   - If LT.semver has a prerelease, and not in prerelease mode
//     - If no C has a prerelease and the LT.semver tuple, return false
// - Else return true

const subset = (sub, dom, options = {}) => {
  if (sub === dom) {
    return true
  }

  sub = new Range(sub, options)
  dom = new Range(dom, options)
  let sawNonNull = false

  OUTER: for (const simpleSub of sub.set) {
    for (const simpleDom of dom.set) {
      const isSub = simpleSubset(simpleSub, simpleDom, options)
      sawNonNull = sawNonNull || isSub !== null
      if (isSub) {
        continue OUTER
      }
    }
    // the null set is a subset of everything, but null simple ranges in
    // a complex range should be ignored.  so if we saw a non-null range,
    // then we know this isn't a subset, but if EVERY simple range was null,
    // then it is a subset.
    if (sawNonNull) {
      return false
    }
  }
  return true
}

const minimumVersionWithPreRelease = [new Comparator('>=0.0.0-0')]
const minimumVersion = [new Comparator('>=0.0.0')]

const simpleSubset = (sub, dom, options) => {
  if (sub === dom) {
    return true
  }

  if (sub.length === 1 && sub[0].semver === ANY) {
    if (dom.length === 1 && dom[0].semver === ANY) {
      return true
    } else if (options.includePrerelease) {
      sub = minimumVersionWithPreRelease
    } else {
      sub = minimumVersion
    }
  }

  if (dom.length === 1 && dom[0].semver === ANY) {
    if (options.includePrerelease) {
      return true
    } else {
      dom = minimumVersion
    }
  }

  const eqSet = new Set()
  let gt, lt
  for (const c of sub) {
    if (c.operator === '>' || c.operator === '>=') {
      gt = higherGT(gt, c, options)
    } else if (c.operator === '<' || c.operator === '<=') {
      lt = lowerLT(lt, c, options)
    } else {
      eqSet.add(c.semver)
    }
  }

  if (eqSet.size > 1) {
    return null
  }

  let gtltComp
  if (gt && lt) {
    gtltComp = compare(gt.semver, lt.semver, options)
    if (gtltComp > 0) {
      return null
    } else if (gtltComp === 0 && (gt.operator !== '>=' || lt.operator !== '<=')) {
      return null
    }
  }

  // will iterate one or zero times
  for (const eq of eqSet) {
    if (gt && !satisfies(eq, String(gt), options)) {
      return null
    }

    if (lt && !satisfies(eq, String(lt), options)) {
      return null
    }

    for (const c of dom) {
      if (!satisfies(eq, String(c), options)) {
        return false
      }
    }

    return true
  }

  let higher, lower
  let hasDomLT, hasDomGT
  // if the subset has a prerelease, we need a comparator in the superset
  // with the same tuple and a prerelease, or it's not a subset
  let needDomLTPre = lt &&
    !options.includePrerelease &&
    lt.semver.prerelease.length ? lt.semver : false
  let needDomGTPre = gt &&
    !options.includePrerelease &&
    gt.semver.prerelease.length ? gt.semver : false
  // exception: <1.2.3-0 is the same as <1.2.3
  if (needDomLTPre && needDomLTPre.prerelease.length === 1 &&
      lt.operator === '<' && needDomLTPre.prerelease[0] === 0) {
    needDomLTPre = false
  }

  for (const c of dom) {
    hasDomGT = hasDomGT || c.operator === '>' || c.operator === '>='
    hasDomLT = hasDomLT || c.operator === '<' || c.operator === '<='
    if (gt) {
      if (needDomGTPre) {
        if (c.semver.prerelease && c.semver.prerelease.length &&
            c.semver.major === needDomGTPre.major &&
            c.semver.minor === needDomGTPre.minor &&
            c.semver.patch === needDomGTPre.patch) {
          needDomGTPre = false
        }
      }
      if (c.operator === '>' || c.operator === '>=') {
        higher = higherGT(gt, c, options)
        if (higher === c && higher !== gt) {
          return false
        }
      } else if (gt.operator === '>=' && !c.test(gt.semver)) {
        return false
      }
    }
    if (lt) {
      if (needDomLTPre) {
        if (c.semver.prerelease && c.semver.prerelease.length &&
            c.semver.major === needDomLTPre.major &&
            c.semver.minor === needDomLTPre.minor &&
            c.semver.patch === needDomLTPre.patch) {
          needDomLTPre = false
        }
      }
      if (c.operator === '<' || c.operator === '<=') {
        lower = lowerLT(lt, c, options)
        if (lower === c && lower !== lt) {
          return false
        }
      } else if (lt.operator === '<=' && !c.test(lt.semver)) {
        return false
      }
    }
    if (!c.operator && (lt || gt) && gtltComp !== 0) {
      return false
    }
  }

  // if there was a < or >, and nothing in the dom, then must be false
  // UNLESS it was limited by another range in the other direction.
  // Eg, >1.0.0 <1.0.1 is still a subset of <2.0.0
  if (gt && hasDomLT && !lt && gtltComp !== 0) {
    return false
  }

  if (lt && hasDomGT && !gt && gtltComp !== 0) {
    return false
  }

  // we needed a prerelease range in a specific tuple, but didn't get one
  // then this isn't a subset.  eg >=1.2.3-pre is not a subset of >=1.0.0,
  // because it includes prereleases in the 1.2.3 tuple
  if (needDomGTPre || needDomLTPre) {
    return false
  }

  return true
}

// >=1.2.3 is lower than >1.2.3
const higherGT = (a, b, options) => {
  if (!a) {
    return b
  }
  const comp = compare(a.semver, b.semver, options)
  return comp > 0 ? a
    : comp < 0 ? b
    : b.operator === '>' && a.operator === '>=' ? b
    : a
}

// <=1.2.3 is higher than <1.2.3
const lowerLT = (a, b, options) => {
  if (!a) {
    return b
  }
  const comp = compare(a.semver, b.semver, options)
  return comp < 0 ? a
    : comp > 0 ? b
    : b.operator === '<' && a.operator === '<=' ? b
    : a
}

module.exports = subset


/***/ }),

/***/ 8972:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const Range = __webpack_require__(1988)

// Mostly just for testing and legacy API reasons
const toComparators = (range, options) =>
  new Range(range, options).set
    .map(comp => comp.map(c => c.value).join(' ').trim().split(' '))

module.exports = toComparators


/***/ }),

/***/ 7307:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {



const Range = __webpack_require__(1988)
const validRange = (range, options) => {
  try {
    // Return '*' instead of '' so that truthiness works.
    // This will throw if it's invalid anyway
    return new Range(range, options).range || '*'
  } catch (er) {
    return null
  }
}
module.exports = validRange


/***/ }),

/***/ 6475:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  workRound: () => (/* binding */ workRound)
});

// EXTERNAL MODULE: external "node:v8"
var external_node_v8_ = __webpack_require__(8877);
// EXTERNAL MODULE: ../../zod/v4/classic/schemas.js + 9 modules
var classic_schemas = __webpack_require__(3739);
;// CONCATENATED MODULE: ./src/protocol/result.js

/*
 * Results travel from runner to server, in the body of `PUT …/work-manifests/{id}`. They are strict:
 * an unknown key or a wrong type is an error that names the field.
 */
const dirspaceScope = classic_schemas/* strictObject */.rej({
    type: classic_schemas/* literal */.euz('dirspace').optional(),
    dir: classic_schemas/* string */.YjP(),
    workspace: classic_schemas/* string */.YjP(),
});
const runScope = classic_schemas/* strictObject */.rej({
    type: classic_schemas/* literal */.euz('run').optional(),
    /** `hooks` for hook steps. */
    flow: classic_schemas/* string */.YjP(),
    /** `pre` or `post` for hook steps. */
    subflow: classic_schemas/* string */.YjP(),
});
/** Where a step ran: in a dirspace, or in the run around them. Tell them apart by `'dir' in scope`. */
const stepScope = classic_schemas/* union */.KCZ([dirspaceScope, runScope], {
    error: 'expected {type: "dirspace", dir, workspace} or {type: "run", flow, subflow}',
});
/** Free-form; `step-payload.ts` has what we read of it. */
const payload = classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* unknown */.L5J());
const stepResult = classic_schemas/* strictObject */.rej({
    step: classic_schemas/* string */.YjP().min(1),
    scope: stepScope,
    payload,
    success: classic_schemas/* boolean */.zMY(),
    ignore_errors: classic_schemas/* boolean */.zMY(),
});
/** An approval that a step asks for before apply. */
const gate = classic_schemas/* strictObject */.rej({
    token: classic_schemas/* string */.YjP().optional(),
    name: classic_schemas/* string */.YjP().optional(),
    all_of: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).optional(),
    any_of: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).optional(),
    any_of_count: classic_schemas/* int */.Whr().optional(),
    dir: classic_schemas/* string */.YjP().optional(),
    workspace: classic_schemas/* string */.YjP().optional(),
});
/** Result of plan, apply and unsafe-apply, version 2. */
const operationResultV2 = classic_schemas/* strictObject */.rej({
    steps: classic_schemas/* array */.YOg(stepResult),
    gates: classic_schemas/* array */.YOg(gate).optional(),
});
const stepWithoutDetail = classic_schemas/* enum */.k5n([
    'apply',
    'checkout',
    'cost-estimation',
    'drift-create-issue',
    'init',
    'oidc',
    'plan',
]);
const workflowStepV1 = classic_schemas/* discriminatedUnion */.gMt('type', [
    classic_schemas/* strictObject */.rej({ type: stepWithoutDetail }),
    classic_schemas/* strictObject */.rej({
        type: classic_schemas/* literal */.euz('run'),
        cmd: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()),
        exit_code: classic_schemas/* int */.Whr().optional(),
    }),
    classic_schemas/* strictObject */.rej({
        type: classic_schemas/* literal */.euz('env'),
        cmd: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()),
        method: classic_schemas/* string */.YjP().optional(),
        name: classic_schemas/* string */.YjP().optional(),
    }),
]);
const stepResultV1 = classic_schemas/* strictObject */.rej({
    workflow_step: workflowStepV1,
    success: classic_schemas/* boolean */.zMY(),
    outputs: payload.optional(),
});
/** Result of plan, apply and unsafe-apply, version 1. */
const operationResultV1 = classic_schemas/* strictObject */.rej({
    overall: classic_schemas/* strictObject */.rej({
        outputs: classic_schemas/* strictObject */.rej({ pre: classic_schemas/* array */.YOg(stepResultV1), post: classic_schemas/* array */.YOg(stepResultV1) }),
        success: classic_schemas/* boolean */.zMY(),
    }),
    dirspaces: classic_schemas/* array */.YOg(classic_schemas/* strictObject */.rej({
        path: classic_schemas/* string */.YjP(),
        workspace: classic_schemas/* string */.YjP(),
        success: classic_schemas/* boolean */.zMY(),
        outputs: classic_schemas/* array */.YOg(stepResultV1),
    })),
});
/** Result of index: the modules that each directory uses, and what could not be read. */
const indexResult = classic_schemas/* strictObject */.rej({
    paths: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* strictObject */.rej({
        /** Called there, and called by those in turn; paths from the directory (`./net`, `../dns`). */
        modules: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()),
        /** By the file's path from the directory: its own files, and those of its modules. */
        failures: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* strictObject */.rej({ msg: classic_schemas/* string */.YjP(), lnum: classic_schemas/* int */.Whr().optional() })),
    })),
    /** Links to what they lead to, both from the repository's root. */
    symlinks: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* string */.YjP()).optional(),
    /** Whether every file could be read. */
    success: classic_schemas/* boolean */.zMY(),
    version: classic_schemas/* literal */.euz(1),
});
const buildConfigResult = classic_schemas/* strictObject */.rej({ config: classic_schemas/* unknown */.L5J() });
const buildTreeResult = classic_schemas/* strictObject */.rej({
    files: classic_schemas/* array */.YOg(classic_schemas/* strictObject */.rej({
        path: classic_schemas/* string */.YjP(),
        changed: classic_schemas/* boolean */.zMY().optional(),
        id: classic_schemas/* string */.YjP().optional(),
    })),
});
/** Why a builder or the index has no result. */
const failureResult = classic_schemas/* strictObject */.rej({ msg: classic_schemas/* string */.YjP() });
/** Any result body, whichever manifest it answers. */
const resultBody = classic_schemas/* union */.KCZ([
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
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/runner/source/checkout.js
var source_checkout = __webpack_require__(3479);
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

;// CONCATENATED MODULE: ./src/runner/forge/forge-token.js

/**
 * A fresh token for what runs next, known to the masker, or why there is none. Throws
 * `ControlPlaneError`.
 */
async function forgeToken({ controlPlane, masker, settings }, manifest) {
    const { tokenVariable } = settings.forge;
    if (tokenVariable === undefined)
        return { why: 'Jobs get no token for this forge.' };
    if (manifest.checkout && !isOfBase(manifest)) {
        return { why: `A stranger’s code gets no token: ${tokenVariable} is not set.` };
    }
    const token = await controlPlane.accessToken();
    if (token === undefined) {
        return { why: `The control plane offers no token: ${tokenVariable} is not set.` };
    }
    masker.add(token);
    return { token };
}

// EXTERNAL MODULE: ./src/runner/http/control-plane.js + 2 modules
var control_plane = __webpack_require__(9640);
// EXTERNAL MODULE: ./src/runner/process/interruption.js
var interruption = __webpack_require__(5528);
// EXTERNAL MODULE: ./src/runner/process/time-limit.js
var time_limit = __webpack_require__(7856);
// EXTERNAL MODULE: ./src/runner/source/git-config.js
var git_config = __webpack_require__(8330);
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
    const { server, tokenVariable } = forge;
    if (tokenVariable === undefined || hasSshKeys(environment))
        return config;
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

// EXTERNAL MODULE: ./src/runner/steps/step-result.js
var step_result = __webpack_require__(1181);
// EXTERNAL MODULE: ../../zod/v4/core/errors.js
var errors = __webpack_require__(1806);
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
const file = classic_schemas/* strictObject */.rej({
    path: classic_schemas/* string */.YjP(),
    id: classic_schemas/* string */.YjP().optional(),
    changed: classic_schemas/* boolean */.zMY().optional(),
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
/** How the reader of `required_version` is started; likewise. */
const requiredVersionsReader = [
    process.execPath,
    bundle,
    'required-versions',
];
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
        const kinds = [BuildFailed, source_checkout/* CheckoutError */.v, control_plane/* ControlPlaneError */.C, step_result/* StepFailed */.an];
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
        await job.programs.endWhatIsLeft();
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
    const { tokenVariable } = job.settings.forge;
    return { ...env, PATH: path, ...(tokenVariable && token && { [tokenVariable]: token }) };
}
/** Writes the script of the configuration to a file that can be run. */
async function scriptOf(config, key, { tmpdir }) {
    const parsed = classic_schemas/* object */.Ikc({ [key]: classic_schemas/* object */.Ikc({ script: classic_schemas/* string */.YjP().trim().min(1) }) })
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
    const group = job.log.liveGroup(name);
    const timeout = (0,time_limit/* secondsIn */.z)(place.env, 'TERRANE_BUILDER_TIMEOUT', defaultTimeout);
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

// EXTERNAL MODULE: ./src/runner/disk-full.js
var disk_full = __webpack_require__(2600);
;// CONCATENATED MODULE: ./src/protocol/step-payload.js

/*
 * A step's payload is free-form on the wire. These are the keys that we read; all are optional,
 * others are dropped.
 */
/** When a step's output belongs in a comment, by the overall success of the run. */
const visibleOn = classic_schemas/* enum */.k5n(['always', 'failure', 'error', 'success']);
/** Our addition to a plan's payload: how many resources it touches, by action. */
const planSummary = classic_schemas/* object */.Ikc({
    add: classic_schemas/* int */.Whr().nonnegative(),
    change: classic_schemas/* int */.Whr().nonnegative(),
    destroy: classic_schemas/* int */.Whr().nonnegative(),
    replace: classic_schemas/* int */.Whr().nonnegative(),
    import: classic_schemas/* int */.Whr().nonnegative(),
    move: classic_schemas/* int */.Whr().nonnegative(),
    forget: classic_schemas/* int */.Whr().nonnegative(),
    /** Objects that were found changed outside of Terraform. */
    drift: classic_schemas/* int */.Whr().nonnegative().default(0),
    /** Put off to a later plan, because something is not known yet. */
    deferred: classic_schemas/* int */.Whr().nonnegative().default(0),
});
/** The whole of an output that the payload shows cut; `protocol/output.ts` has its chunks. */
const wholeOutput = classic_schemas/* object */.Ikc({
    id: classic_schemas/* string */.YjP(),
    /** Of the text, before it is compressed. */
    bytes: classic_schemas/* int */.Whr().nonnegative(),
    lines: classic_schemas/* int */.Whr().nonnegative(),
});
const shown = {
    text: classic_schemas/* string */.YjP().optional(),
    visible_on: visibleOn.optional(),
    output: wholeOutput.optional(),
};
/** Payload of `<engine>/plan`. `plan` is the diff text; `diff` and `plan_text` are older names. */
const planPayload = classic_schemas/* object */.Ikc({
    ...shown,
    plan: classic_schemas/* string */.YjP().optional(),
    diff: classic_schemas/* string */.YjP().optional(),
    plan_text: classic_schemas/* string */.YjP().optional(),
    has_changes: classic_schemas/* boolean */.zMY().optional(),
    summary: planSummary.optional(),
});
/** How the text of a `run` step is rendered: fenced code (with a language), or as it is. */
const runFormat = classic_schemas/* union */.KCZ([
    classic_schemas/* enum */.k5n(['code', 'raw', 'markdown']),
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('code'), lang: classic_schemas/* string */.YjP() }),
]);
/** Payload of `run`, and of every other step that is shown as text. */
const textPayload = classic_schemas/* object */.Ikc({
    ...shown,
    stderr: classic_schemas/* string */.YjP().optional(),
    cmd: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).optional(),
    exit_code: classic_schemas/* int */.Whr().optional(),
    format: runFormat.optional(),
    /** Our addition: the gates that its failure asks for, by what they are called. */
    gates: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).optional(),
});
/** Costs by the month. */
const monthlyCosts = {
    prev_monthly_cost: classic_schemas/* number */.aig(),
    total_monthly_cost: classic_schemas/* number */.aig(),
    diff_monthly_cost: classic_schemas/* number */.aig(),
};
/** Payload of `tf/cost-estimation` when it succeeds. */
const costPayload = classic_schemas/* object */.Ikc({
    summary: classic_schemas/* object */.Ikc(monthlyCosts),
    /** ISO 4217. */
    currency: classic_schemas/* string */.YjP(),
    dirspaces: classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({ dir: classic_schemas/* string */.YjP(), workspace: classic_schemas/* string */.YjP(), ...monthlyCosts })),
    /** Our addition: how much of the plans has a price. */
    coverage: classic_schemas/* object */.Ikc({
        priced: classic_schemas/* int */.Whr().nonnegative(),
        /** That cost nothing by themselves. */
        free: classic_schemas/* int */.Whr().nonnegative(),
        unpriced: classic_schemas/* int */.Whr().nonnegative(),
        /** The types of resources without a price, and how many there are of each. */
        unpriced_types: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* int */.Whr().positive()),
    })
        .optional(),
});

;// CONCATENATED MODULE: ./src/runner/manifest/operation-config.js


/*
 * What the runner reads of a manifest's `config`. The server has checked and completed it, so this is
 * tolerant of every key that the runner does not use.
 */
const strings = classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).default([]);
const env = classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* string */.YjP()).default({});
const runOn = classic_schemas/* enum */.k5n(['success', 'failure', 'always']);
const common = { run_on: runOn.default('success'), ignore_errors: classic_schemas/* boolean */.zMY().optional() };
const engineStep = { ...common, env, extra_args: strings };
const cmd = classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).min(1);
/** Who has to agree when a step fails, as the configuration says it. */
const operation_config_gate = classic_schemas/* object */.Ikc({
    token: classic_schemas/* string */.YjP().optional(),
    name: classic_schemas/* string */.YjP().optional(),
    all_of: strings,
    any_of: strings,
    any_of_count: classic_schemas/* int */.Whr().optional(),
});
const onError = classic_schemas/* array */.YOg(classic_schemas/* unknown */.L5J())
    .default([])
    .transform((items) => items.flatMap((item) => gateAction.safeParse(item).data ?? []));
const gateAction = classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('gate'), ...operation_config_gate.shape });
const policy = { ...engineStep, gate: operation_config_gate.optional(), visible_on: visibleOn.optional() };
const retry = classic_schemas/* object */.Ikc({
    enabled: classic_schemas/* boolean */.zMY().default(false),
    tries: classic_schemas/* int */.Whr().default(3),
    /** Seconds. */
    initial_sleep: classic_schemas/* number */.aig().default(5),
    backoff: classic_schemas/* number */.aig().default(1.5),
});
const sensitive = classic_schemas/* boolean */.zMY().default(false);
const envStep = classic_schemas/* discriminatedUnion */.gMt('method', [
    classic_schemas/* object */.Ikc({
        type: classic_schemas/* literal */.euz('env'),
        method: classic_schemas/* literal */.euz('exec').default('exec'),
        ...common,
        name: classic_schemas/* string */.YjP().min(1),
        cmd,
        sensitive,
        trim_trailing_newlines: classic_schemas/* boolean */.zMY().default(true),
    }),
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('env'), method: classic_schemas/* literal */.euz('source'), ...common, cmd, sensitive }),
]);
const oidcStep = classic_schemas/* discriminatedUnion */.gMt('provider', [
    classic_schemas/* object */.Ikc({
        type: classic_schemas/* literal */.euz('oidc'),
        provider: classic_schemas/* literal */.euz('aws').default('aws'),
        ...common,
        role_arn: classic_schemas/* string */.YjP(),
        assume_role_arn: classic_schemas/* string */.YjP().optional(),
        assume_role_enabled: classic_schemas/* boolean */.zMY().default(true),
        audience: classic_schemas/* string */.YjP().default('sts.amazonaws.com'),
        /** Seconds. */
        duration: classic_schemas/* int */.Whr().default(3600),
        region: classic_schemas/* string */.YjP().default('us-east-1'),
        session_name: classic_schemas/* string */.YjP().default('terrateam'),
    }),
    classic_schemas/* object */.Ikc({
        type: classic_schemas/* literal */.euz('oidc'),
        provider: classic_schemas/* literal */.euz('gcp'),
        ...common,
        service_account: classic_schemas/* string */.YjP(),
        workload_identity_provider: classic_schemas/* string */.YjP(),
        /** Seconds. */
        access_token_lifetime: classic_schemas/* int */.Whr().default(3600),
        access_token_subject: classic_schemas/* string */.YjP().optional(),
        audience: classic_schemas/* string */.YjP().optional(),
    }),
    classic_schemas/* object */.Ikc({
        type: classic_schemas/* literal */.euz('oidc'),
        provider: classic_schemas/* literal */.euz('azure'),
        ...common,
        client_id: classic_schemas/* string */.YjP(),
        tenant_id: classic_schemas/* string */.YjP(),
        subscription_id: classic_schemas/* string */.YjP().optional(),
        audience: classic_schemas/* string */.YjP().default('api://AzureADTokenExchange'),
    }),
]);
const knownStep = classic_schemas/* discriminatedUnion */.gMt('type', [
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('init'), ...engineStep }),
    classic_schemas/* object */.Ikc({
        type: classic_schemas/* literal */.euz('plan'),
        ...engineStep,
        mode: classic_schemas/* enum */.k5n(['strict', 'fast-and-loose']).default('strict'),
    }),
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('apply'), ...engineStep, retry: retry.optional() }),
    classic_schemas/* object */.Ikc({
        type: classic_schemas/* literal */.euz('run'),
        ...common,
        env,
        cmd,
        capture_output: classic_schemas/* boolean */.zMY().default(true),
        visible_on: visibleOn.optional(),
        format: runFormat.optional(),
        /** The short form of an `on_error` gate. */
        gate: operation_config_gate.optional(),
        on_error: onError,
    }),
    envStep,
    oidcStep,
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('checkov'), ...policy }),
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('conftest'), ...policy }),
    classic_schemas/* object */.Ikc({
        type: classic_schemas/* literal */.euz('opa'),
        ...policy,
        fail_on: classic_schemas/* enum */.k5n(['undefined', 'defined']).default('undefined'),
    }),
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('gates'), ...common, cmd, env }),
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('slack'), ...common, msg: classic_schemas/* string */.YjP() }),
    classic_schemas/* object */.Ikc({
        type: classic_schemas/* literal */.euz('drift_create_issue'),
        ...common,
        run_on: runOn.default('always'),
        group_by: classic_schemas/* enum */.k5n(['all', 'dirspace']).default('all'),
    }),
    /** Not of the configuration: `integrations.resourcely` adds it to a plan. */
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('resourcely'), ...engineStep }),
    /** A step that this runner does not know; `name` is its type in the configuration. */
    classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('unsupported'), name: classic_schemas/* string */.YjP(), ...common }),
]);
const known = new Set([
    ...['init', 'plan', 'apply', 'run', 'env', 'oidc', 'checkov', 'conftest', 'opa', 'gates'],
    ...['slack', 'drift_create_issue'],
]);
const step = classic_schemas/* preprocess */.vkY((value) => {
    // The language lets this one hook do without its type.
    const typed = classic_schemas/* looseObject */._H3({ type: classic_schemas/* string */.YjP().default('drift_create_issue') }).safeParse(value);
    if (!typed.success)
        return value;
    const { type } = typed.data;
    return known.has(type) ? typed.data : { ...typed.data, type: 'unsupported', name: type };
}, knownStep);
const steps = classic_schemas/* array */.YOg(step);
const hook = classic_schemas/* object */.Ikc({ pre: steps.nullish(), post: steps.nullish() }).nullish();
// The language lets any map through as an engine: a key of another form must not stop the others.
const operation_config_text = classic_schemas/* string */.YjP().optional().catch(undefined);
const words = classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).min(1);
const argv = words.optional().catch(undefined);
/** What any engine's configuration may say; which engine reads what: orchestration section 6. */
const engine = classic_schemas/* looseObject */._H3({
    name: classic_schemas/* string */.YjP().catch(''),
    version: operation_config_text,
    tf_cmd: operation_config_text,
    tf_version: operation_config_text,
    override_tf_cmd: operation_config_text,
    /** Whether they are collected, or (custom) the command that prints them. */
    outputs: classic_schemas/* union */.KCZ([words, classic_schemas/* object */.Ikc({ collect: classic_schemas/* boolean */.zMY().default(true) })])
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
const integrations = classic_schemas/* object */.Ikc({
    resourcely: classic_schemas/* object */.Ikc({ enabled: classic_schemas/* boolean */.zMY(), extra_args: strings }).nullish(),
})
    .nullish();
const operationConfig = classic_schemas/* object */.Ikc({
    hooks: classic_schemas/* object */.Ikc({ all: hook, plan: hook, apply: hook }).nullish(),
    workflows: classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({
        plan: steps.nullish(),
        apply: steps.nullish(),
        engine: engine.nullish(),
        integrations,
    }))
        .nullish(),
    engine: engine.nullish(),
    integrations,
    parallel_runs: classic_schemas/* int */.Whr().positive().default(3),
    create_and_select_workspace: classic_schemas/* boolean */.zMY().default(true),
    cost_estimation: classic_schemas/* object */.Ikc({
        enabled: classic_schemas/* boolean */.zMY().default(true),
        provider: classic_schemas/* string */.YjP().default('infracost'),
        currency: classic_schemas/* string */.YjP().default('USD'),
    })
        .nullish(),
    storage: classic_schemas/* object */.Ikc({ plans: classic_schemas/* unknown */.L5J().optional() }).nullish(),
    dirs: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* object */.Ikc({
        create_and_select_workspace: classic_schemas/* boolean */.zMY().optional(),
        create_if_missing: classic_schemas/* boolean */.zMY().optional(),
    })
        .nullish())
        .nullish(),
});
/** The steps that run where a workflow names none. */
function defaultSteps(operation) {
    return steps.parse([{ type: 'init' }, { type: operation }]);
}
/**
 * The steps of a dirspace: of the workflow at `index`, or the default ones, and the check of a pull
 * request's plan that an integration adds.
 */
function workflowSteps(config, index, operation, runKind) {
    const workflow = index === undefined ? undefined : config.workflows?.[index];
    const own = workflow?.[operation] ?? defaultSteps(operation);
    const resourcely = workflow?.integrations?.resourcely ?? config.integrations?.resourcely;
    if (!resourcely?.enabled || operation !== 'plan' || runKind !== 'pr')
        return own;
    const { extra_args } = resourcely;
    return [...own, { type: 'resourcely', run_on: 'success', env: {}, extra_args }];
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
    return workflow?.engine ?? config.engine ?? engine.parse({ name: 'terraform' });
}
/** How the configuration names a step that results call `name`. */
function configuredName(name) {
    const bare = name.replace(/^(tf|pulumi|custom|fly|stategraph|auth)\//, '');
    return bare === 'drift-create-issue' ? 'drift_create_issue' : bare;
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

;// CONCATENATED MODULE: ./src/runner/log/duration.js
/** Milliseconds as a reader has them: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
function duration(milliseconds) {
    const seconds = Math.round(milliseconds / 1000);
    if (milliseconds < 9950)
        return `${(milliseconds / 1000).toFixed(1)} s`;
    if (seconds < 60)
        return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60)
        return `${minutes} min ${seconds % 60} s`;
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

;// CONCATENATED MODULE: ./src/runner/log/job-summary.js




/** The summary of the job as Markdown: one row a dirspace. Not yet masked. */
function jobSummary(operation, { steps, gates = [] }, times) {
    const scoped = steps.filter(({ scope }) => (0,step_result/* isDirspaceScope */.oc)(scope));
    const dirspaces = [...Map.groupBy(scoped, ({ scope }) => JSON.stringify(scope))].map(([key, own]) => rowOf(key, own, gates));
    const hooks = steps.filter((step) => !(0,step_result/* isDirspaceScope */.oc)(step.scope) && !(0,step_result/* allSucceeded */.x2)([step]));
    const shown = actions.filter(({ key, always }) => always || dirspaces.some(({ summary }) => summary?.[key]));
    const header = ['Directory', 'Workspace', 'Result', ...shown.map(({ name }) => name), 'Time'];
    const rule = header.map((_, column) => (column < 3 ? '---' : '---:'));
    const rows = dirspaces.map(({ key, names, summary }) => {
        const time = times.get(key);
        const counts = shown.map((action) => String(summary?.[action.key] ?? ''));
        return [...names, ...counts, time === undefined ? '' : duration(time)];
    });
    return [
        `## ${(0,step_result/* allSucceeded */.x2)(steps) ? '✔' : '✘'} ${operation}`,
        '',
        ...hooks.map((step) => `Failed outside of the directories: \`${configuredName(step.step)}\`\n`),
        ...(rows.length === 0 ? [] : [header, rule, ...rows].map((row) => `| ${row.join(' | ')} |`)),
        '',
    ].join('\n');
}
/** What a plan counts; the rare ones have a column only where one of the plans has some. */
const actions = [
    { name: 'Add', key: 'add', always: true },
    { name: 'Change', key: 'change', always: true },
    { name: 'Destroy', key: 'destroy', always: true },
    { name: 'Replace', key: 'replace', always: true },
    { name: 'Import', key: 'import', always: false },
    { name: 'Move', key: 'move', always: false },
    { name: 'Forget', key: 'forget', always: false },
    { name: 'Drift', key: 'drift', always: false },
];
function rowOf(key, steps, gates) {
    const scope = steps[0]?.scope;
    const plan = steps.find((step) => step.step.endsWith('/plan'));
    const summary = planPayload.safeParse(plan?.payload).data?.summary;
    if (!scope || !(0,step_result/* isDirspaceScope */.oc)(scope))
        return { key, names: [], summary };
    return {
        key,
        names: [
            escaped(scope.dir),
            escaped(scope.workspace),
            outcome(steps, (0,step_result/* asksForApproval */.j9)(gates, scope)),
        ],
        summary,
    };
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
function outcome(steps, asks) {
    const failed = steps.find((step) => !(0,step_result/* allSucceeded */.x2)([step]));
    if (failed)
        return `✘ \`${configuredName(failed.step)}\``;
    if (asks)
        return '⚑ asks for approval';
    const plan = steps.find((step) => step.step.endsWith('/plan'));
    return plan?.payload.has_changes === false ? '✔ no changes' : '✔';
}
/** Names are the pull request's: they must not end a cell, or be markup. */
function escaped(text) {
    return text.replace(/[&<>|\\`*_[\]\r\n]/g, (c) => `&#${c.charCodeAt(0)};`);
}

;// CONCATENATED MODULE: ./src/runner/log/overview.js




/** How many lines of an error are shown, and how much of each in UTF-16 units. */
const overview_shownLines = 6;
const longestLine = 400;
/** Of more than so many, the CI is not given each as an error of the job: GitHub shows ten. */
const overview_shownErrors = 10;
/** What failed comes first: it is what a reader of a log looks for. */
function overviewOf({ steps, gates = [] }, times) {
    const scopes = [...Map.groupBy(steps, ({ scope }) => JSON.stringify(scope))];
    const failed = scopes.filter(([, own]) => !(0,step_result/* allSucceeded */.x2)(own));
    const failures = failed.map(([key, own]) => overview_failureOf(own, times.get(key)));
    const successes = scopes
        .filter(([, [first, ...rest]]) => first &&
        ((0,step_result/* isDirspaceScope */.oc)(first.scope) || (0,step_result/* asksForApproval */.j9)(gates, first.scope)) &&
        (0,step_result/* allSucceeded */.x2)([first, ...rest]))
        .map(([key, own]) => successOf(own, gates, times.get(key)));
    return {
        failures: failures.slice(0, overview_shownErrors),
        moreFailures: failures.slice(overview_shownErrors),
        successes,
    };
}
function overview_failureOf(steps, time) {
    const failed = steps.find((step) => !(0,step_result/* allSucceeded */.x2)([step]));
    if (!failed)
        return '';
    const after = time === undefined ? '' : ` after ${duration(time)}`;
    const error = firstLines(textPayload.safeParse(failed.payload).data?.text ?? '');
    return [
        `✘ ${(0,step_result/* placeName */.fW)(failed.scope)}: ${configuredName(failed.step)} failed${after}`,
        ...error,
    ].join('\n');
}
function successOf(steps, gates, time) {
    const [first] = steps;
    if (!first)
        return '';
    const asks = (0,step_result/* asksForApproval */.j9)(gates, first.scope);
    const took = time === undefined ? '' : ` in ${duration(time)}`;
    const what = [changes(steps), failures(steps, asks)].filter((part) => part !== '').join('; ');
    return `${asks ? '⚑' : '✔'} ${(0,step_result/* placeName */.fW)(first.scope)}${took}${what && `: ${what}`}`;
}
/** What failed and does not count: `run asks for approval` */
function failures(steps, asks) {
    const names = steps.filter(({ success }) => !success).map(({ step }) => configuredName(step));
    if (names.length === 0)
        return '';
    return asks ? `asks for approval (${names.join(', ')})` : `ignored: ${names.join(', ')} failed`;
}
/** `2 to add, 1 to destroy` */
function changes(steps) {
    const plan = steps.find(({ step }) => step.endsWith('/plan'));
    const payload = planPayload.safeParse(plan?.payload).data;
    if (payload?.has_changes === false)
        return 'no changes';
    const { add = 0, change = 0, destroy = 0, replace = 0 } = payload?.summary ?? {};
    const counts = Object.entries({ add, change, destroy, replace }).filter(([, count]) => count > 0);
    const words = counts.map(([action, count]) => `${count} to ${action}`);
    return words.join(', ');
}
/**
 * The beginning of what says what is wrong, without the frames that Terraform draws: the first error, and
 * not the warnings before it; of a text without one, its first lines.
 */
function firstLines(text) {
    const error = /^[│ ]{0,4}error:/im.exec(text)?.index ?? 0;
    // What comes after the last frame is no error.
    const end = text.indexOf('╵\n', error) < 0 ? text.length : text.lastIndexOf('╵\n');
    const lines = text
        .slice(error, Math.min(end, error + 100 * longestLine))
        .split('\n')
        .map((line) => line.replace(/^[╷│╵]\s?/, '').trimEnd())
        .filter((line) => line !== '');
    const shown = lines
        .slice(0, overview_shownLines)
        .map((line) => `    ${line.length > longestLine ? `${line.slice(0, longestLine)}…` : line}`);
    return lines.length > overview_shownLines ? [...shown, '    …'] : shown;
}
/** Of more than so many, the names are folded. */
const shownSuccesses = 30;
function logOverview(log, { failures, moreFailures, successes }) {
    for (const failure of failures)
        log.error(failure);
    for (const failure of moreFailures)
        log.line(failure);
    const fold = successes.length > shownSuccesses
        ? log.liveGroup(`✔ ${successes.length} succeeded`)
        : undefined;
    for (const line of successes) {
        if (fold)
            fold.show(`${line}\n`);
        else
            log.line(line);
    }
    fold?.close();
}

;// CONCATENATED MODULE: ./src/protocol/manifest.js

/*
 * Work manifests travel from server to runner. They are tolerant: fields that this version does not
 * know are dropped, so that an older runner works with a newer server.
 */
/** One dirspace as a work manifest names it. `workflow` is an index into `config.workflows`. */
const workManifestDir = classic_schemas/* object */.Ikc({
    path: classic_schemas/* string */.YjP(),
    workspace: classic_schemas/* string */.YjP(),
    stack_name: classic_schemas/* string */.YjP(),
    /** Lower ranks run first and complete before the next begins. */
    rank: classic_schemas/* int */.Whr(),
    workflow: classic_schemas/* int */.Whr().nonnegative().optional(),
    /** Variables of the stack, given to steps as environment. */
    variables: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* string */.YjP()).optional(),
});
/** What a manifest's `run_kind` is about: for `pr`, the number of the pull request as text. */
const runKindData = classic_schemas/* object */.Ikc({ id: classic_schemas/* string */.YjP() });
const always = {
    /** Bearer token for the calls that follow initiate. */
    token: classic_schemas/* string */.YjP(),
    /** Name of the destination branch. */
    base_ref: classic_schemas/* string */.YjP(),
    /** The repository's configuration as the server derived it. */
    config: classic_schemas/* unknown */.L5J(),
};
/** Our additions: what to work on. */
const source = {
    /** `owner/name` of the repository that the work is about. A job of another one must not do it. */
    repository: classic_schemas/* string */.YjP().optional(),
    /** The commit that the work is about. A checkout of another one must not run. */
    head_sha: classic_schemas/* string */.YjP().optional(),
    /**
     * What to check out instead of what the job was started on. A fork's pull request runs in a job of
     * the destination branch, and its code is fetched by this ref. The ref of the destination branch
     * itself stands for the commit alone: the branch may have moved on since.
     */
    checkout: classic_schemas/* object */.Ikc({ ref: classic_schemas/* string */.YjP(), sha: classic_schemas/* string */.YjP() }).optional(),
};
const operation = {
    ...always,
    ...source,
    /** `pr` or `drift`; text, so that a new kind does not stop an older runner. */
    run_kind: classic_schemas/* string */.YjP(),
    run_kind_data: runKindData.optional(),
    /** The dirspaces that this manifest must run. */
    changed_dirspaces: classic_schemas/* array */.YOg(workManifestDir),
};
/**
 * Of the manifests that find out about a tree instead of running Terraform in it. With `head_sha` that
 * is the commit's alone; without, the destination branch is merged into it, as for the others.
 */
const manifest_build = {
    ...always,
    ...source,
    run_kind: classic_schemas/* string */.YjP().optional(),
    run_kind_data: runKindData.optional(),
};
const addressed = {
    api_base_url: classic_schemas/* string */.YjP(),
    installation_id: classic_schemas/* string */.YjP(),
    result_version: classic_schemas/* int */.Whr(),
    protocol_version: classic_schemas/* int */.Whr().optional(),
    capabilities: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()),
};
const planManifest = classic_schemas/* object */.Ikc({
    type: classic_schemas/* literal */.euz('plan'),
    ...operation,
    ...addressed,
    /** Every dirspace of the destination branch. */
    base_dirspaces: classic_schemas/* array */.YOg(workManifestDir),
    /** Every dirspace of the branch. */
    dirspaces: classic_schemas/* array */.YOg(workManifestDir),
});
const applyManifest = classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('apply'), ...operation, ...addressed });
/** An apply without a plan. The fields that other servers leave out are optional. */
const unsafeApplyManifest = classic_schemas/* object */.Ikc({
    type: classic_schemas/* literal */.euz('unsafe-apply'),
    ...operation,
    ...classic_schemas/* object */.Ikc(addressed).partial().shape,
});
const indexManifest = classic_schemas/* object */.Ikc({
    type: classic_schemas/* literal */.euz('index'),
    ...manifest_build,
    /** The directories to look at, from the repository's root. */
    dirs: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()),
});
const buildConfigManifest = classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('build-config'), ...manifest_build });
const buildTreeManifest = classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('build-tree'), ...manifest_build });
/** Nothing (more) to do for this work token. */
const doneManifest = classic_schemas/* object */.Ikc({ type: classic_schemas/* literal */.euz('done') });
/** The answer to initiate. */
const workManifest = classic_schemas/* discriminatedUnion */.gMt('type', [
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
function timesOf({ dirspaces }) {
    return new Map(dirspaces.flatMap(({ dir, workspace, took }) => took === undefined ? [] : [[JSON.stringify({ type: 'dirspace', dir, workspace }), took]]));
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
const envDetail = classic_schemas/* object */.Ikc({ method: classic_schemas/* string */.YjP().optional(), name: classic_schemas/* string */.YjP().optional() });
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

;// CONCATENATED MODULE: ./src/runner/manifest/manifest-check.js






const named = classic_schemas/* object */.Ikc({
    type: classic_schemas/* string */.YjP().catch('of no type'),
    token: classic_schemas/* string */.YjP().optional().catch(undefined),
    result_version: classic_schemas/* int */.Whr().optional().catch(undefined),
});
/**
 * Checks the answer to initiate: its shape, its type, that it is for the job's `repository`, and the part
 * of its config that we use.
 */
function checkManifest(answer, repository) {
    const { type, token, result_version } = named.catch({ type: 'of no type' }).parse(answer);
    const parsed = workManifest.safeParse(answer);
    if (!parsed.success)
        return refuse(type, token, result_version, malformed(type, parsed.error));
    const manifest = parsed.data;
    if (isForAnother(manifest, repository)) {
        return refuse(type, token, result_version, foreign(manifest.repository, repository));
    }
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
/** Forges take names in any case of letters. */
function isForAnother(manifest, repository) {
    if (manifest.type === 'done' || manifest.repository === undefined)
        return false;
    return manifest.repository.toLowerCase() !== repository.toLowerCase();
}
function foreign(expected, repository) {
    return (`This work is for the repository ${expected}, but the job runs in ${repository}. Was the workflow ` +
        'started by hand with the work token of another repository, or the repository just renamed? Comment ' +
        '`terrateam plan` for a new run.');
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
var text_capture = __webpack_require__(2567);
;// CONCATENATED MODULE: ./src/runner/plans/diff-capture.js

const resource = /^ {1,2}# [^(]/;
const total = /^(Plan: |Changes to Outputs:)/;
const note = /^… (\d+) lines? left out …$/;
/** Room for a note and its line end, in UTF-16 units. */
const noteLength = 40;
/**
 * Keeps as much of a plan's diff as `limit` UTF-16 units have room for. Every resource's headline
 * (`# aws_x.y will be created`) and the line `Plan: …` stay; of what is below them the longest is left
 * out first, with a note of how many lines. A diff that has no such headlines, or too many, keeps its
 * beginning and its end.
 */
class DiffCapture {
    #limit;
    #plain;
    #sections = [];
    #open = section('');
    #hasResources = false;
    /** Of closed sections, in UTF-16 units: all that is kept, and what of it can be left out. */
    #size = 0;
    #removable = 0;
    constructor(limit) {
        this.#limit = limit;
        this.#plain = new text_capture/* TextCapture */.It(limit - noteLength);
    }
    /** `line` without its end. */
    append(line) {
        this.#plain.append(`${line}\n`);
        const isResource = resource.test(line);
        this.#hasResources ||= isResource;
        if (isResource || total.test(line))
            this.#begin(`${line}\n`);
        else
            this.#addToBody(line);
    }
    /** What is kept. Nothing may be appended after that. */
    finish() {
        if (!this.#hasResources)
            return this.#plain.toString();
        this.#begin('');
        this.#shorten();
        const text = this.#sections.map(textOf).join('');
        if (text.length <= this.#limit)
            return text;
        const kept = new text_capture/* TextCapture */.It(this.#limit - noteLength);
        kept.append(text);
        return kept.toString();
    }
    #begin(header) {
        const { size, body } = this.#open;
        if (body)
            this.#open.body = [copied(body.join(''))];
        this.#sections.push(this.#open);
        this.#size += this.#open.header.length + (body ? size : noteLength);
        if (isRemovable(this.#open))
            this.#removable += size;
        // Rarely: not each section pays for a look at all the others.
        if (this.#removable > 2 * this.#limit)
            this.#shorten();
        this.#open = section(copied(header));
    }
    #addToBody(line) {
        const open = this.#open;
        open.size += line.length + 1;
        open.lines += Number(note.exec(line)?.[1] ?? 1);
        open.body?.push(`${line}\n`);
        // Longer than all there is room for, so it is left out whatever else comes.
        if (open.size > this.#limit)
            open.body = undefined;
    }
    /** Leaves bodies out, the longest first, until the rest fits. */
    #shorten() {
        const bySize = this.#sections.filter(isRemovable).sort((a, b) => b.size - a.size);
        for (const longest of bySize) {
            if (this.#size <= this.#limit)
                return;
            this.#size -= longest.size - noteLength;
            this.#removable -= longest.size;
            longest.body = undefined;
        }
    }
}
/** `diff` within `limit` UTF-16 units. */
function cutDiff(diff, limit) {
    if (diff.length <= limit)
        return diff;
    const capture = new DiffCapture(limit);
    for (const line of diff.replace(/\n$/, '').split('\n'))
        capture.append(line);
    return capture.finish();
}
function section(header) {
    return { header, body: [], size: 0, lines: 0 };
}
/** A part of a text keeps the whole of it in memory, unless it is copied. */
function copied(text) {
    return Buffer.from(text).toString();
}
/** A body that is shorter than the note in its place stays. */
function isRemovable({ body, size }) {
    return body !== undefined && size > noteLength;
}
function textOf({ header, body, lines }) {
    if (body)
        return header + body.join('');
    return `${header}… ${lines} ${lines === 1 ? 'line' : 'lines'} left out …\n`;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./src/protocol/output.js

/** What a manifest's `capabilities` say when the server takes whole outputs. Our addition. */
const outputsCapability = 'outputs';
/** How much a chunk may hold, in bytes, compressed. */
const largestChunk = 1 << 20;
/**
 * Body of `POST …/outputs`: a part of the whole output of a step whose text a result shows cut. Masked
 * like everything else. A chunk that comes again (same `id` and `index`) takes the place of the first.
 * Strict.
 */
const outputChunk = classic_schemas/* strictObject */.rej({
    /** Chosen by the runner; the step's payload names it in `output`. */
    id: classic_schemas/* uuid */.uRe(),
    /** From 0, without gaps. */
    index: classic_schemas/* int */.Whr().nonnegative().max(4095),
    last: classic_schemas/* boolean */.zMY(),
    /** Gzip of a part of the UTF-8 text; the parts one after another are the text. */
    data: classic_schemas/* base64 */.K39(),
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./src/runner/log/text-spool.js


/** So much is held in memory, in UTF-16 units, before it goes to the file. */
const partLength = 1 << 20;
/**
 * A text of any length in bounded memory: what is more than a part of it goes compressed into `file`.
 * Written as it comes, so that a program that prints faster than the disk takes has to wait.
 */
class TextSpool {
    #file;
    #descriptor;
    /** How many bytes each part in the file has. */
    #sizes = [];
    #pending = [];
    #pendingLength = 0;
    #lost;
    constructor(file) {
        this.#file = file;
    }
    /** Never throws: what cannot be written is lost, which `lost` tells. Pieces are kept in one part. */
    append(text) {
        if (this.#lost !== undefined)
            return;
        if (this.#pendingLength + text.length > partLength)
            this.#flush();
        this.#pending.push(text);
        this.#pendingLength += text.length;
    }
    /** Whether there is more of it than memory holds. */
    get isLong() {
        return this.#sizes.length > 0 || this.#lost !== undefined;
    }
    /** Why the end of the text is missing; undefined when it is whole. */
    get lost() {
        return this.#lost;
    }
    /** The text from its beginning, in parts. */
    *parts() {
        let position = 0;
        for (const size of this.#sizes) {
            const bytes = Buffer.alloc(size);
            if (this.#descriptor !== undefined)
                (0,external_node_fs_.readSync)(this.#descriptor, bytes, 0, size, position);
            position += size;
            yield (0,external_node_zlib_.gunzipSync)(bytes).toString();
        }
        if (this.#pendingLength > 0)
            yield this.#pending.join('');
    }
    /** Takes the file away. */
    close() {
        if (this.#descriptor === undefined)
            return;
        (0,external_node_fs_.closeSync)(this.#descriptor);
        (0,external_node_fs_.rmSync)(this.#file, { force: true });
    }
    #flush() {
        if (this.#pendingLength === 0)
            return;
        const bytes = (0,external_node_zlib_.gzipSync)(this.#pending.join(''), { level: external_node_zlib_.constants.Z_BEST_SPEED });
        try {
            // It may hold secrets until it is masked.
            this.#descriptor ??= (0,external_node_fs_.openSync)(this.#file, 'wx+', 0o600);
            const position = this.#sizes.reduce((sum, size) => sum + size, 0);
            for (let done = 0; done < bytes.length;) {
                done += (0,external_node_fs_.writeSync)(this.#descriptor, bytes, done, bytes.length - done, position + done);
            }
            this.#sizes.push(bytes.length);
        }
        catch (error) {
            this.#lost = error;
        }
        this.#pending = [];
        this.#pendingLength = 0;
    }
}

// EXTERNAL MODULE: ./src/runner/mask/masked-stream.js
var masked_stream = __webpack_require__(5450);
;// CONCATENATED MODULE: ./src/runner/results/whole-output.js








/** As many chunks as a control plane takes of one output. */
const mostChunks = 4096;
/**
 * Keeps the whole of what a step shows while it works. Where the text of its result is cut, the control
 * plane gets all of it, if it takes whole outputs; otherwise the text says that the log has it.
 */
async function keepingWhole(place, work) {
    const whole = new TextSpool((0,external_node_path_.join)(place.run.tmpdir, `output-${(0,external_node_crypto_.randomUUID)()}`));
    const show = (text) => {
        place.show(text);
        whole.append(text);
    };
    try {
        const outcome = await work({ ...place, show });
        const { text } = outcome.payload;
        if (!whole.isLong || typeof text !== 'string' || !text_capture/* cutNotice */.zm.test(text))
            return outcome;
        const output = await storeWhole(place.run, whole, place.show);
        const more = output ? { output } : { text: text.replace(text_capture/* cutNotice */.zm, inTheLog) };
        return { ...outcome, payload: { ...outcome.payload, ...more } };
    }
    finally {
        whole.close();
    }
}
function inTheLog(notice) {
    return notice.replace('left out', 'left out: the log of the job has them');
}
async function storeWhole(run, whole, show) {
    // Nobody waits for a job that is asked to stop.
    if (whole.lost !== undefined || run.interruption.requested)
        return undefined;
    try {
        return await storeOutput(run, run.manifest.capabilities ?? [], whole.parts());
    }
    catch (error) {
        if (!(error instanceof control_plane/* ControlPlaneError */.C))
            throw error;
        show(`The whole output of this step could not be stored: ${error.message}\n`);
        return undefined;
    }
}
/**
 * Stores the whole of a text, masked; undefined where the control plane does not take it. Throws
 * `ControlPlaneError`.
 */
async function storeOutput({ controlPlane, masker }, capabilities, parts) {
    if (!capabilities.includes(outputsCapability))
        return undefined;
    const id = (0,external_node_crypto_.randomUUID)();
    const size = { bytes: 0, lines: 0 };
    let index = 0;
    let held;
    const send = async (chunk, last) => {
        await controlPlane.storeOutput({ id, index, last, data: chunk.toString('base64') });
        index += 1;
    };
    for (const text of (0,masked_stream/* maskedPieces */.T_)(masker, parts)) {
        size.bytes += Buffer.byteLength(text);
        size.lines += text.split('\n').length - 1;
        for (const chunk of chunksOf(text)) {
            // The last one says so: each is held until there is another.
            if (held)
                await send(held, false);
            if (index === mostChunks - 1)
                return undefined;
            held = chunk;
        }
    }
    if (held)
        await send(held, true);
    return { id, ...size };
}
/** A text as gzip, in as many pieces as have room in a chunk each. */
function chunksOf(text) {
    const bytes = (0,external_node_zlib_.gzipSync)(text, { level: external_node_zlib_.constants.Z_BEST_SPEED });
    if (bytes.length <= largestChunk)
        return [bytes];
    const middle = text.length >> 1;
    // Not between the halves of a character.
    const cut = /[\udc00-\udfff]/.test(text.charAt(middle)) ? middle + 1 : middle;
    return [...chunksOf(text.slice(0, cut)), ...chunksOf(text.slice(cut))];
}

;// CONCATENATED MODULE: ./src/runner/results/post-result.js




/** How much of each text a result keeps that was too large, in UTF-16 units. */
const shortText = 8 << 10;
/**
 * Posts the result; when it is too large for the control plane, again with its texts shortened. Throws
 * `ControlPlaneError`.
 */
async function postResult(job, result, { result_version: version, capabilities = [] }) {
    const { controlPlane, log } = job;
    try {
        await controlPlane.putResult(inVersion(result, version));
    }
    catch (error) {
        if (!(error instanceof control_plane/* ControlPlaneError */.C && error.status === 413))
            throw error;
        log.line('The result is too large for the control plane: its texts are shortened.');
        await controlPlane.putResult(inVersion(await shortened(job, result, capabilities), version));
    }
}
async function shortened(job, result, capabilities) {
    const shorten = (value) => typeof value === 'string' ? cutDiff(value, shortText) : value;
    const steps = [];
    for (const step of result.steps) {
        const { outputs: _, ...payload } = step.payload;
        const entries = Object.entries(payload).map(([key, value]) => [key, shorten(value)]);
        const output = await wholeText(job, payload, capabilities);
        steps.push({ ...step, payload: { ...Object.fromEntries(entries), ...(output && { output }) } });
    }
    return { ...result, steps };
}
/** Stores the text of a payload that is to be cut, where the whole of it is not stored yet. */
async function wholeText(job, { text, output }, capabilities) {
    if (output !== undefined || typeof text !== 'string' || text.length <= shortText)
        return undefined;
    try {
        return await storeOutput(job, capabilities, [text]);
    }
    catch (error) {
        if (!(error instanceof control_plane/* ControlPlaneError */.C))
            throw error;
        job.log.line(`The whole text of a step could not be stored: ${error.message}`);
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/runner/engines/providers/dependency-lock.js
// Terraform writes this file, in one form. What has another form is left to Terraform. A block ends where
// a line is not indented, so that text of a hostile one is looked at once.
const block = /^provider "([^"\n]+)" \{\n((?: .*\n)*)\}/gm;
const hashList = /^ *hashes *= *\[[^\][]*\]/m;
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
        return found.replace(hashList, () => `  hashes = [\n${lines}  ]`);
    });
}
function parsed(address = '', body = '') {
    const [, version = ''] = /^ *version *= *"([^"\n]+)"/m.exec(body) ?? [];
    if (!safeAddress.test(address) || !safeVersion.test(version))
        return undefined;
    const hashes = [...body.matchAll(/"((?:h1|zh):[^"\n]+)"/g)].flatMap(([, hash]) => hash ?? []);
    return { address, version, hashes };
}

// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
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
    /** `folder`: absolute; it need not be there. */
    constructor(folder) {
        this.#folder = folder;
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
    const text = await provider_needs_textOf((0,external_node_path_.join)(directory, lockFile));
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
const resources = /^[\t ]*(?:resource|data|ephemeral)[\t ]+"([a-z0-9]+)[_"]/gm;
const configured = /^[\t ]*provider[\t ]+"([\w-]+)"/gm;
/** A guess may be wrong: it decides who waits for whom, not what is downloaded. */
async function guessedNames(directory) {
    const names = new Set();
    const seen = new Set();
    const look = async (path) => {
        // By its real path: by links to links one folder has more paths than anybody can look at.
        const folder = await (0,promises_.realpath)(path).catch(() => path);
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
    return await Promise.all(files.map(async (name) => (await provider_needs_textOf((0,external_node_path_.join)(folder, name))) ?? ''));
}
/** No file of a repository that people write is larger, in bytes. */
const largestFile = 16 << 20;
/** Undefined for what is no file: a link of a branch may lead to a device that never ends. */
async function provider_needs_textOf(path) {
    const found = await (0,promises_.stat)(path).catch(() => undefined);
    if (!found?.isFile() || found.size > largestFile)
        return undefined;
    return await (0,promises_.readFile)(path, 'utf8').catch(() => undefined);
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
    /**
     * Waits until nobody fetches one of `names` for the first time, or until `impatient` is aborted, then
     * works.
     */
    async take(names, impatient, work) {
        const aborted = new Promise((resolve) => {
            impatient.addEventListener('abort', resolve, { once: true });
        });
        let others = this.#others(names);
        while (others.length > 0 && !impatient.aborted) {
            await Promise.race([Promise.all(others), aborted]);
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
    #turns = new Turns();
    #caches = new Map();
    #learned = new Map();
    /** `tmpdir`: for overlays, and for a cache where the user has none; until the end of the run. */
    constructor(tmpdir) {
        this.#tmpdir = tmpdir;
    }
    /**
     * Runs an init. The first that needs a provider downloads it, and others that need it wait for that.
     * Without providers to download there is nothing to wait for. Throws `StepFailed` when it is
     * interrupted while it waits.
     */
    async initialise(call, init) {
        const { cwd, run } = call.place;
        const needs = await providerNeeds(cwd);
        const env = { ...call.place.env, ...call.env };
        const configured = await configuredPluginCache(env);
        // Needs may be guessed wrong: a cache of the user's is never left to Terraform alone.
        if (isServed(env) || (needs.names.size === 0 && !configured))
            return await init({});
        const cache = this.#cache((0,external_node_path_.resolve)(cwd, configured ?? (0,external_node_path_.join)(this.#tmpdir, 'providers')));
        return await this.#turns.take(needs.names, run.interruption.begun, async () => {
            if (run.interruption.requested)
                throw new step_result/* StepFailed */.an(run.interruption.reason.text);
            return await this.#initialise(call, needs, cache, init);
        });
    }
    async #initialise({ place: { cwd, show } }, { lock }, cache, init) {
        const locked = lock && (await this.#teach(cwd, lock.text));
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
            await this.#learn(cwd, lock.providers);
        return result;
    }
    #cache(folder) {
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

// EXTERNAL MODULE: ../../zod/v4/core/api.js
var api = __webpack_require__(5233);
;// CONCATENATED MODULE: ../../zod/v4/classic/coerce.js


function string(params) {
    return core._coercedString(schemas.ZodString, params);
}
function number(params) {
    return api/* _coercedNumber */.qG(classic_schemas/* ZodNumber */.rSt, params);
}
function coerce_boolean(params) {
    return core._coercedBoolean(schemas.ZodBoolean, params);
}
function bigint(params) {
    return core._coercedBigint(schemas.ZodBigInt, params);
}
function date(params) {
    return core._coercedDate(schemas.ZodDate, params);
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

;// CONCATENATED MODULE: ./src/runner/cost/pricing.js



/** Seconds: nobody waits for a price longer than for a plan. */
const timeout = 15 * 60;
/** How much JSON is taken from a program, in UTF-16 units. */
const longestAnswer = 256 << 20;
/** The program that prices. Throws `StepFailed` where there is none. */
async function pricingTool(pricing, tool) {
    const { run, env } = pricing;
    const say = (line) => run.log.line(line);
    return await run.tools.provide({ tool, version: undefined, cwd: run.settings.root, env, say });
}
/**
 * What the program printed. It runs outside of the checkout, where no file of a pull request tells it
 * where to send its key. Throws `StepFailed` with what it said where it fails.
 */
async function answerOf({ run, env, show, folder }, tool, args) {
    const argv = [tool.command, ...args];
    const command = {
        argv,
        cwd: folder,
        env: { ...env, ...environmentWith(env, [tool]) },
        timeout,
    };
    const result = await run.programs.run(command, { kind: 'answer', limit: longestAnswer, show });
    if (result.kind === 'not-found') {
        throw new step_result/* StepFailed */.an(`ERROR: Could not find program to run: ${result.program}`);
    }
    const failed = `${argv.slice(0, 2).join(' ')} failed with exit code ${result.exitCode}`;
    if (result.timedOut)
        throw new step_result/* StepFailed */.an(`${failed}: it took longer than ${timeout} s.`);
    if (result.truncated)
        throw new step_result/* StepFailed */.an(`${failed}: it printed more than is read.`);
    if (result.exitCode !== 0)
        throw new step_result/* StepFailed */.an(`${failed}:\n${result.stderr}`);
    return result.stdout;
}
/** Reads what a program printed. Throws `StepFailed` where it is something else than `schema`. */
function read(schema, text, program) {
    const parsed = schema.safeParse(jsonOrUndefined(text));
    if (parsed.success)
        return parsed.data;
    throw new step_result/* StepFailed */.an(`${program}'s JSON has an unknown form:\n${errors/* prettifyError */.S1(parsed.error)}`);
}
function jsonOrUndefined(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** As people name a dirspace. */
function nameOf({ dir, workspace }) {
    return `${dir} (${workspace})`;
}

;// CONCATENATED MODULE: ./src/runner/cost/infracost.js




/** An amount is a decimal number in a text, or null where nothing has a price. */
const amount = number()
    .nullish()
    .transform((value) => value ?? 0);
const breakdown = classic_schemas/* object */.Ikc({ totalMonthlyCost: amount }).nullish();
const count = classic_schemas/* int */.Whr().default(0);
/** What we read of Infracost's JSON, version 0.2. */
const output = classic_schemas/* object */.Ikc({
    currency: classic_schemas/* string */.YjP(),
    projects: classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({
        metadata: classic_schemas/* object */.Ikc({
            path: classic_schemas/* string */.YjP(),
            errors: classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({ message: classic_schemas/* string */.YjP() })).nullish(),
        }),
        pastBreakdown: breakdown,
        breakdown,
        summary: classic_schemas/* object */.Ikc({
            totalSupportedResources: count,
            totalNoPriceResources: count,
            totalUnsupportedResources: count,
            unsupportedResourceCounts: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* int */.Whr()).default({}),
        })
            .nullish(),
    })),
});
/**
 * Prices plans with Infracost, which sends their resources' attributes, as far as they decide the price,
 * to its pricing API. Throws `StepFailed`.
 */
async function infracost(given, plans, configuredCurrency) {
    const currency = given.env.INFRACOST_CURRENCY || configuredCurrency;
    const quiet = /^(1|true)$/i.test(given.env.TERRATEAM_INFRACOST_COMPACT_LOG ?? '');
    const pricing = {
        ...given,
        env: { ...given.env, INFRACOST_CURRENCY: currency, INFRACOST_SKIP_UPDATE_CHECK: 'true' },
        show: quiet ? () => { } : given.show,
    };
    const tool = await pricingTool(pricing, 'infracost');
    const config = (0,external_node_path_.join)(pricing.folder, 'infracost.yml');
    await (0,promises_.writeFile)(config, await configFile(pricing, plans));
    const more = (pricing.env.INFRACOST_ARGS ?? '').split(/\s+/).filter(Boolean);
    const args = ['breakdown', '--config-file', config, '--format', 'json', '--no-color', ...more];
    const found = read(output, await answerOf(pricing, tool, args), 'Infracost');
    const priced = plans.map((plan) => costOf(plan, found));
    return {
        currency: found.currency,
        costs: priced.filter((one) => typeof one !== 'string'),
        problems: priced.filter((one) => typeof one === 'string'),
    };
}
/** A project for each plan, as JSON, which YAML has in it. */
async function configFile(pricing, plans) {
    const projects = plans.map(async (plan) => ({
        path: plan.file,
        // Infracost fills in environment variables in the whole file: a name must not ask for one.
        name: nameOf(plan).replaceAll('$', '_'),
        ...(await usageFile(pricing, plan)),
    }));
    return JSON.stringify({ version: '0.1', projects: await Promise.all(projects) });
}
/** What is used of resources that cost by use: beside the configuration, or for all of the repository. */
async function usageFile({ run }, { dir }) {
    const { root } = run.settings;
    for (const folder of [(0,external_node_path_.join)(root, dir), root]) {
        const file = (0,external_node_path_.join)(folder, 'infracost-usage.yml');
        const exists = await (0,promises_.access)(file).then(() => true, () => false);
        if (exists && !file.includes('$'))
            return { usage_file: file };
    }
    return {};
}
/** What the plan costs, or why that is not known. */
function costOf(plan, { projects }) {
    const project = projects.find(({ metadata }) => (0,external_node_path_.basename)(metadata.path) === (0,external_node_path_.basename)(plan.file));
    if (!project)
        return `${nameOf(plan)}: Infracost did not price it.`;
    const errors = project.metadata.errors ?? [];
    if (errors.length > 0) {
        return `${nameOf(plan)}: ${errors.map(({ message }) => message).join('\n')}`;
    }
    return {
        plan,
        before: project.pastBreakdown?.totalMonthlyCost ?? 0,
        after: project.breakdown?.totalMonthlyCost ?? 0,
        coverage: {
            priced: project.summary?.totalSupportedResources ?? 0,
            free: project.summary?.totalNoPriceResources ?? 0,
            unpriced: project.summary?.totalUnsupportedResources ?? 0,
            unpriced_types: project.summary?.unsupportedResourceCounts ?? {},
        },
    };
}

;// CONCATENATED MODULE: ./src/runner/cost/openinfraquote.js





const openinfraquote_resource = classic_schemas/* looseObject */._H3({
    address: classic_schemas/* string */.YjP(),
    mode: classic_schemas/* string */.YjP().optional(),
    type: classic_schemas/* string */.YjP(),
    provider_name: classic_schemas/* string */.YjP().default(''),
});
const openinfraquote_module = classic_schemas/* object */.Ikc({
    resources: classic_schemas/* array */.YOg(openinfraquote_resource).default([]),
    get child_modules() {
        return classic_schemas/* array */.YOg(openinfraquote_module).default([]);
    },
});
const values = classic_schemas/* object */.Ikc({ root_module: openinfraquote_module.default({ resources: [], child_modules: [] }) });
/** What we read of a plan's JSON: what there is before it, and after. */
const plannedResources = classic_schemas/* object */.Ikc({
    prior_state: classic_schemas/* object */.Ikc({ values: values.optional() }).optional(),
    planned_values: values.optional(),
});
/** What we read of `oiq price --format json`. A price is a range, by the month, in US dollars. */
const openinfraquote_output = classic_schemas/* object */.Ikc({
    resources: classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({ address: classic_schemas/* string */.YjP(), price: classic_schemas/* object */.Ikc({ max: classic_schemas/* number */.aig() }) })),
});
/** The resources of these providers cost nothing by themselves. */
const freeProviders = /^(terraform\.io\/builtin\/|[^/]+\/hashicorp\/(archive|cloudinit|external|http|local|null|random|time|tls)$)/;
/**
 * Prices plans with OpenInfraQuote, by a price sheet, without a network, at the most that they may
 * cost. What a resource is before and
 * after a plan are priced as two resources: matched with each other, one that is changed in place would
 * count as it was. Throws `StepFailed`.
 */
async function openInfraQuote(pricing, plans, priceSheet) {
    const { run, env, folder } = pricing;
    const region = env.OIQ_REGION || env.AWS_REGION || env.AWS_DEFAULT_REGION;
    if (!region) {
        throw new step_result/* StepFailed */.an('Costs depend on the region: set OIQ_REGION (such as us-east-1).');
    }
    const sheet = (0,external_node_path_.resolve)(run.settings.root, priceSheet);
    const tool = await pricingTool(pricing, 'oiq');
    const sides = await Promise.all(plans.map(sidesOf));
    const state = (0,external_node_path_.join)(folder, 'state.json');
    const matched = (0,external_node_path_.join)(folder, 'matched.json');
    await (0,promises_.writeFile)(state, stateOf(sides), { mode: 0o600 });
    await answerOf(pricing, tool, ['match', '--pricesheet', sheet, '--output', matched, state]);
    const args = ['price', '--input', matched, '--region', region, '--format', 'json'];
    const { resources } = read(openinfraquote_output, await answerOf(pricing, tool, args), 'oiq');
    const prices = new Map(resources.map(({ address, price }) => [address, price.max]));
    const costs = plans.map((plan, index) => openinfraquote_costOf(plan, index, sides[index], prices));
    return { currency: 'USD', costs, problems: [] };
}
async function sidesOf({ file }) {
    const plan = plannedResources.parse(JSON.parse(await (0,promises_.readFile)(file, 'utf8')));
    return {
        before: managed(plan.prior_state?.values?.root_module),
        after: managed(plan.planned_values?.root_module),
    };
}
function managed(root) {
    if (!root)
        return [];
    const own = root.resources.filter((found) => found.mode !== 'data');
    return [...own, ...root.child_modules.flatMap(managed)];
}
/** Says of which plan the resource is, and of which side of it. */
function addressOf({ address }, plan, side) {
    return `${plan}.${side}.${address}`;
}
/** All resources, in the form of `terraform show -json` of a state. */
function stateOf(sides) {
    const resources = sides.flatMap((one, plan) => ['before', 'after'].flatMap((side) => one[side].map((found) => ({ ...found, address: addressOf(found, plan, side) }))));
    const state = { values: { root_module: { resources } } };
    return JSON.stringify({ format_version: '1.0', terraform_version: '1.0.0', ...state });
}
function openinfraquote_costOf(plan, index, { before, after } = { before: [], after: [] }, prices) {
    const total = (resources, side) => resources.reduce((sum, found) => sum + (prices.get(addressOf(found, index, side)) ?? 0), 0);
    const priced = after.filter((found) => prices.has(addressOf(found, index, 'after')));
    const others = after.filter((found) => !prices.has(addressOf(found, index, 'after')));
    const unpriced = others.filter((found) => !freeProviders.test(found.provider_name));
    const types = Map.groupBy(unpriced, ({ type }) => type);
    return {
        plan,
        before: total(before, 'before'),
        after: total(after, 'after'),
        coverage: {
            priced: priced.length,
            free: others.length - unpriced.length,
            unpriced: unpriced.length,
            unpriced_types: Object.fromEntries([...types].map(([type, all]) => [type, all.length])),
        },
    };
}

;// CONCATENATED MODULE: ./src/runner/cost/plan-cost.js
/** Whether the plan changes what there is to pay for. Moved resources and outputs cost what they did. */
function changesResources({ summary }) {
    const { add, change, destroy, replace, forget } = summary;
    return add + change + destroy + replace + summary.import + forget > 0;
}
/**
 * The payload of an estimate: the sum of all that was priced, and the dirspaces that change. Each amount
 * is rounded to cents before anything is summed, so that the table adds up.
 */
function costPayloadOf({ costs, currency, problems }) {
    const amounts = costs.map(({ plan, before, after }) => ({ plan, ...monthly(before, after) }));
    const total = (key) => cents(amounts.reduce((sum, one) => sum + one[key], 0));
    const payload = {
        summary: monthly(total('prev_monthly_cost'), total('total_monthly_cost')),
        currency,
        dirspaces: amounts
            .filter(({ plan }) => changesResources(plan))
            .map(({ plan: { dir, workspace }, ...costs }) => ({ dir, workspace, ...costs })),
        coverage: costs.map((cost) => cost.coverage).reduce(added, none),
    };
    return problems.length === 0 ? payload : { ...payload, text: problems.join('\n') };
}
function monthly(before, after) {
    return {
        prev_monthly_cost: cents(before),
        total_monthly_cost: cents(after),
        diff_monthly_cost: cents(cents(after) - cents(before)),
    };
}
function cents(amount) {
    // Adding zero turns a negative zero into a plain one.
    return Math.round(amount * 100) / 100 + 0;
}
const none = { priced: 0, free: 0, unpriced: 0, unpriced_types: {} };
function added(a, b) {
    const types = new Map(Object.entries(a.unpriced_types));
    for (const [type, count] of Object.entries(b.unpriced_types)) {
        types.set(type, (types.get(type) ?? 0) + count);
    }
    return {
        priced: a.priced + b.priced,
        free: a.free + b.free,
        unpriced: a.unpriced + b.unpriced,
        unpriced_types: Object.fromEntries(types),
    };
}

;// CONCATENATED MODULE: ./src/runner/cost/estimate-costs.js









/**
 * Estimates what the dirspaces of the run cost before and after their plans. The step stands last among
 * the pre hooks in the result, and its errors are ignored. Undefined where no plan changes a resource, or
 * nobody gave what estimating needs. Never throws.
 */
async function estimateCosts(run, env, dirspaces) {
    if (run.config.cost_estimation?.enabled === false)
        return undefined;
    const plans = plansOf(run, dirspaces);
    if (!plans.some(changesResources))
        return undefined;
    const price = pricer(run, env);
    if (typeof price === 'string') {
        run.log.line(`Costs are not estimated: ${price}`);
        return undefined;
    }
    const group = run.log.liveGroup('cost estimation');
    const left = withoutDocument(run, dirspaces).map(nameOf);
    if (left.length > 0)
        group.show(`Not estimated, without a plan in JSON: ${left.join(', ')}\n`);
    const outcome = await priced(price, { run, env, show: group.show }, plans);
    if (outcome.payload.text !== undefined)
        group.show(`${outcome.payload.text}\n`);
    group.close();
    return { step: 'tf/cost-estimation', scope: hookScope('pre'), ...outcome, ignore_errors: true };
}
/** Whether a plan without changes matters to the costs of the run: to what all dirspaces cost together. */
function unchangedPlansCount(run, env) {
    if (run.config.cost_estimation?.enabled === false)
        return false;
    return run.manifest.changed_dirspaces.length > 1 && typeof pricer(run, env) !== 'string';
}
/** What prices, or what has to be set for it. */
function pricer({ config }, env) {
    const { provider = 'infracost', currency = 'USD' } = config.cost_estimation ?? {};
    const otherwise = 'or cost_estimation.enabled: false in the configuration.';
    switch (provider) {
        case 'infracost':
            if (!env.INFRACOST_API_KEY)
                return `set the secret INFRACOST_API_KEY, ${otherwise}`;
            return (pricing, plans) => infracost(pricing, plans, currency);
        case 'openinfraquote': {
            const sheet = env.OIQ_PRICE_SHEET;
            if (!sheet)
                return `set OIQ_PRICE_SHEET to the file with the prices, ${otherwise}`;
            return (pricing, plans) => openInfraQuote(pricing, plans, sheet);
        }
        default:
            return `cost_estimation.provider is ${provider}, which is neither infracost nor openinfraquote.`;
    }
}
/**
 * So many plans are priced by one call: enough that starting the program does not count, and few enough
 * that what it prints fits in memory.
 */
const plansAtOnce = 50;
async function priced(price, { run, env, show }, plans) {
    const estimates = [];
    const priceNext = async (i) => {
        const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(run.tmpdir, 'costs-'));
        return await price({ run, env, show, folder }, plans.slice(i, i + plansAtOnce));
    };
    for (let i = 0; i < plans.length && !run.interruption.requested; i += plansAtOnce) {
        estimates.push(await priceNext(i).catch(notPriced));
    }
    const costs = estimates.flatMap((one) => one.costs);
    const problems = estimates.flatMap((one) => one.problems);
    const currency = estimates.find((one) => one.costs.length > 0)?.currency;
    if (currency === undefined)
        return { success: false, payload: { text: problems.join('\n') } };
    return { success: true, payload: costPayloadOf({ currency, costs, problems }) };
}
function notPriced(error) {
    const problem = error instanceof step_result/* StepFailed */.an ? error.message : (0,step_result/* defect */.gb)(error);
    return { currency: '', costs: [], problems: [problem] };
}
/** The plans in the order of the manifest. */
function plansOf(run, dirspaces) {
    return dirspaces.flatMap((one) => run.planDocuments.find((plan) => isOf(one, plan)) ?? []);
}
/** Dirspaces whose plan has changes that can be priced by nobody: their engines show no JSON. */
function withoutDocument(run, dirspaces) {
    return dirspaces.filter((one) => one.steps.some(({ step, success, payload }) => step.endsWith('/plan') && success && planPayload.safeParse(payload).data?.has_changes) && !run.planDocuments.some((document) => isOf(one, document)));
}
function isOf(one, other) {
    return one.dir === other.dir && one.workspace === other.workspace;
}

// EXTERNAL MODULE: ../../fastest-levenshtein/mod.js
var mod = __webpack_require__(9026);
;// CONCATENATED MODULE: ./src/runner/steps/substitute.js

/** A command names a variable that the environment lacks. */
class MissingVariable extends Error {
    constructor(name, known) {
        const nearest = nearestVariable(name, known);
        const meant = nearest === undefined ? '' : `\nDid you mean ${nearest}?`;
        super(`ERROR: Missing environment variable: ${name}${meant}`);
    }
}
/** The one that is nearest, capitals aside, where it has more in common with the name than not. */
function nearestVariable(name, known) {
    const given = name.toLowerCase();
    const names = new Map(known.map((one) => [one.toLowerCase(), one]));
    if (names.size === 0)
        return undefined;
    const near = (0,mod/* closest */.kp)(given, [...names.keys()]);
    return 2 * (0,mod/* distance */.Io)(given, near) < Math.max(given.length, near.length)
        ? names.get(near)
        : undefined;
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
    return replaceVariables(text, (name, found) => {
        // Not every key of an object is its own: `$constructor` is no variable.
        const value = Object.hasOwn(env, name) ? env[name] : undefined;
        return value ?? otherwise(name, found);
    });
}
/** Replaces each `$NAME` and `${NAME}` by its value; what has none stays as it was `found`. */
function replaceVariables(text, valueNamed) {
    return text.replace(variable, (found, braced, bare) => valueNamed(braced ?? bare ?? '', found));
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
        showText: async (call, file) => await terraform.showText(await inStack(call), file),
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
const project = classic_schemas/* object */.Ikc({ output: classic_schemas/* string */.YjP().default('cdktf.out') });
const manifest = classic_schemas/* object */.Ikc({
    stacks: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* object */.Ikc({ workingDirectory: classic_schemas/* string */.YjP() })),
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
    const run = commandsOf({ ...config, outputs });
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
        showText: async (call, file) => diff ? await run('diff', withoutExtra(call), { kind: 'file', file }) : undefined,
        ...(diff_json && {
            showJson: async (call, file) => await run('diff_json', withoutExtra(call), { kind: 'file', file }),
        }),
        apply: async (call) => await run('apply', call, engine_program_shown(call)),
        unsafeApply: async (call) => await run('unsafe_apply', call, engine_program_shown(call)),
        ...(outputs && {
            outputs: async (call) => await run('outputs', withoutExtra(call), { kind: 'raw' }),
        }),
    };
}
/** Runs commands by their names. Throws `StepFailed` for one that is not configured. */
function commandsOf(commands) {
    return async (name, call, output) => {
        const command = commands[name];
        if (!command) {
            throw new step_result/* StepFailed */.an(`The custom engine has no ${name} command, so there is nothing to run: set engine.${name}.`);
        }
        const argv = substitute(command, { ...call.place.env, ...call.env });
        const install = `It is the ${name} command of the custom engine: install it, or name it by its path.`;
        return await runProgram(call, [...argv, ...extraArgs(call)], output, install);
    };
}
const nothing = { exitCode: 0, stdout: '', stderr: '' };
/** The `extra_args` are meant for the command of their step, not for what describes it. */
function withoutExtra(call) {
    return { ...call, extraArgs: [] };
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
        return await inTurn((await fly_stateOf(call, app.name)) === 'missing' ? [create, release] : [release]);
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
        showText: async ({ place }, file) => {
            await (0,promises_.copyFile)(place.dirspace.planFile, file);
            return succeeded;
        },
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
const described = classic_schemas/* object */.Ikc({ app: classic_schemas/* string */.YjP().regex(/^[a-z0-9][a-z0-9-]*$/i) });
/** The app as the file describes it, in the form in which flyctl also shows the deployed one. */
async function describedApp(call, configFile) {
    const args = ['config', 'show', '--local', '--config', configFile];
    const config = await fly_textOf(call, args, `flyctl could not read ${configFile}`);
    const { app } = fly_parsed(described, config, `${configFile} has no app`);
    return { name: app, config };
}
const apps = classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({ Name: classic_schemas/* string */.YjP(), Deployed: classic_schemas/* boolean */.zMY().default(true) }));
async function fly_stateOf(call, name) {
    const text = await fly_textOf(call, ['apps', 'list', '--json'], 'flyctl could not list the apps');
    const all = fly_parsed(apps, text, '`flyctl apps list --json` printed something unknown');
    const app = all.find((one) => one.Name === name);
    if (!app)
        return 'missing';
    return app.Deployed ? 'deployed' : 'not deployed';
}
async function configurationDiff(call, { name, config }) {
    const shownDeployed = ['config', 'show', '--app', name];
    const deployed = (await fly_stateOf(call, name)) === 'deployed'
        ? await fly_textOf(call, shownDeployed, `flyctl could not show the configuration of ${name}`)
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
async function fly_textOf(call, args, wrong) {
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
        showText: async () => undefined,
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
        showText: async (call, file) => {
            if (!(await hasTransaction(planFile(call))))
                return undefined;
            return await stategraph(call, ['tf', 'show', planFile(call)], { kind: 'file', file });
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
const plan = classic_schemas/* object */.Ikc({ tx_id: classic_schemas/* string */.YjP().optional() });
/** A plan without changes has no transaction, and so nothing to show. */
async function hasTransaction(planFile) {
    return plan.parse(JSON.parse(await (0,promises_.readFile)(planFile, 'utf8'))).tx_id !== undefined;
}

// EXTERNAL MODULE: ./src/runner/retry.js
var runner_retry = __webpack_require__(9283);
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
const fast_and_loose_plan_resource = classic_schemas/* object */.Ikc({ addr: classic_schemas/* string */.YjP() });
const planLine = classic_schemas/* object */.Ikc({
    '@message': classic_schemas/* string */.YjP(),
    type: classic_schemas/* string */.YjP(),
    change: classic_schemas/* object */.Ikc({ resource: fast_and_loose_plan_resource, previous_resource: fast_and_loose_plan_resource.optional() }).optional(),
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






/** terraform or tofu, by `name`, run as the `command` that was found for it. */
function terraformProgram(name, { command, missing }, collectOutputs) {
    const setup = name === 'tofu' ? 'opentofu/setup-opentofu' : 'hashicorp/setup-terraform';
    return {
        name,
        commandLine: (args) => [command, ...args],
        env: { TERRATEAM_TF_CMD: command },
        install: missing ?? `Install it in the workflow before this action, for example with ${setup}.`,
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
        showText: async (call, file) => await run(call)(['show', '-no-color', planFile(call)], { kind: 'file', file }),
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
    const attempt = () => providers.initialise(call, (env) => run({ ...call, env: { ...call.env, ...env } })(args, engine_program_shown(call)));
    const good = (result) => result.exitCode === 0;
    const again = (text) => place.show(`init failed, ${text}\n`);
    const initialised = await (0,runner_retry/* retry */.L)(tries, clock, attempt, good, again, interruption.begun);
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
 * The engine of a dirspace, with the programs that it needs. `env` is that of the dirspace so far; `say`
 * is told which programs these are.
 * Throws `StepFailed` where there is no such engine, or where it cannot be run.
 */
async function engineOf(run, dir, cwd, env, say) {
    const chosen = engineConfigOf(run.config, dir.workflow);
    const setting = { run, chosen, cwd, env, say };
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
    const engine = terraformEngine(terraformProgram(program, tool, collected));
    return withTools(engine, setting.env, [tool]);
}
async function terragrunt(setting) {
    const { run, chosen, cwd, env, say } = setting;
    const tf = await tfTool(setting, chosen.tf_cmd ?? 'terraform', chosen.tf_version);
    const request = { tool: 'terragrunt', version: chosen.version, cwd, env, say };
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
async function tfTool({ run, chosen, cwd, env, say }, program, version) {
    const instead = chosen.override_tf_cmd;
    const found = isTool(program) && (instead === undefined || version !== undefined)
        ? await run.tools.provide({ tool: program, version, cwd, env, say })
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

;// CONCATENATED MODULE: ./src/runner/steps/access-token-step.js



const access_token_step_step = 'auth/update-terrateam-github-token';
/**
 * Gives the steps that follow a fresh token for the forge. A control plane that offers none (404) is no
 * failure: the variable is then not set. On a forge that has no such tokens there is no step.
 */
async function accessTokenSteps(place, scope) {
    const { tokenVariable } = place.run.settings.forge;
    if (tokenVariable === undefined)
        return [];
    return [{ step: access_token_step_step, scope, ...(await refresh(place, tokenVariable)), ignore_errors: false }];
}
async function refresh({ run, env }, variable) {
    try {
        const { token, why } = await forgeToken(run, run.manifest);
        if (token !== undefined)
            env[variable] = token;
        return { success: true, payload: { ...(why && { text: why }), visible_on: 'error' } };
    }
    catch (error) {
        if (error instanceof control_plane/* ControlPlaneError */.C)
            return (0,step_result/* failure */.V2)(error.message);
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/runner/log/step-lines.js


/** How much of a command is shown, in UTF-16 units. */
const longestCommand = 100;
/** The line that a step begins with: what it is, as the configuration names it. */
function beginning(step, prefix) {
    return `▶ ${[configuredName(stepName(step, prefix)), detail(step)].filter(Boolean).join(' ')}`;
}
function detail(step) {
    switch (step.type) {
        case 'run':
        case 'gates': {
            const line = step.cmd.join(' ').replace(/\s+/g, ' ');
            return line.length > longestCommand ? `${line.slice(0, longestCommand)}…` : line;
        }
        case 'env':
            return step.method === 'exec' ? step.name : step.method;
        case 'oidc':
            return step.provider;
        default:
            return '';
    }
}
/** The line that a step ends with; `took` in milliseconds. */
function ending(name, { success, payload, exitCode, gates = [] }, ignored, took) {
    if (success)
        return `✔ ${name} took ${duration(took)}`;
    const known = exitCode ?? payload.exit_code;
    const code = typeof known === 'number' && known !== 0 ? ` (exit code ${known})` : '';
    const line = `${name} failed${code} after ${duration(took)}`;
    if (gates.length > 0)
        return `⚑ ${line}, asks for approval`;
    return `✘ ${line}${ignored ? ', ignored' : ''}`;
}
/** The line of a step that did not run because of its `run_on`; `failed` is the step that failed before. */
function passingOver(step, failed, prefix) {
    const why = step.run_on === 'failure' ? 'nothing failed' : `${failed ?? 'a step before'} failed`;
    return `– ${configuredName(stepName(step, prefix))}: passed over, since ${why} (run_on: ${step.run_on})`;
}

// EXTERNAL MODULE: ./src/runner/host/host.js
var host = __webpack_require__(8988);
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



// EXTERNAL MODULE: ./src/runner/http/http-request.js
var http_request = __webpack_require__(3604);
;// CONCATENATED MODULE: ./src/runner/oidc/exchange.js



const exchange_tries = { tries: 3, initialWait: 1000, backoff: 1.5 };
/**
 * Posts to a cloud's token service, up to three times: again where there is no answer, or one that
 * says that it may be another the next time. Throws `StepFailed` where there is none.
 */
async function exchange({ run, show }, url, request) {
    const attempt = async () => {
        const answer = await (0,http_request/* httpRequest */.aj)(url, { method: 'POST', ...request }).catch(asError);
        if (isPassing(answer)) {
            show(`POST ${url}: ${answer instanceof Error ? answer.message : `HTTP ${answer.status}`}\n`);
        }
        return answer;
    };
    const again = (text) => show(`POST ${url}: ${text}\n`);
    const answer = await (0,runner_retry/* retry */.L)(exchange_tries, run.clock, attempt, (one) => !isPassing(one), again);
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
var decode_jwt = __webpack_require__(9051);
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





const credentials = classic_schemas/* object */.Ikc({
    AccessKeyId: classic_schemas/* string */.YjP(),
    SecretAccessKey: classic_schemas/* string */.YjP(),
    SessionToken: classic_schemas/* string */.YjP(),
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
    const result = classic_schemas/* object */.Ikc({ [`${action}Result`]: classic_schemas/* object */.Ikc({ Credentials: credentials }) });
    const answer = classic_schemas/* object */.Ikc({ [`${action}Response`]: result });
    const json = jsonAs(answer, text)?.[`${action}Response`]?.[`${action}Result`];
    const found = json?.Credentials ?? credentials.safeParse(elementsOf(text)).data;
    for (const secret of Object.values(found ?? {}))
        run.masker.add(secret);
    return found;
}
const error = classic_schemas/* object */.Ikc({ Code: classic_schemas/* string */.YjP(), Message: classic_schemas/* string */.YjP().default('') });
function refusal(answer, action, role) {
    const { status, text } = answer;
    const said = jsonAs(classic_schemas/* object */.Ikc({ Error: error }), text)?.Error ?? error.safeParse(elementsOf(text)).data;
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
    return await tokenFrom(place, classic_schemas/* object */.Ikc({ access_token: classic_schemas/* string */.YjP() }), {
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
    return await tokenFrom(place, classic_schemas/* object */.Ikc({ accessToken: classic_schemas/* string */.YjP() }), {
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
    const assertion = await tokenFrom(place, classic_schemas/* object */.Ikc({ signedJwt: classic_schemas/* string */.YjP() }), {
        what: `A signature of ${step.service_account}`,
        url: accountUrl(step, 'signJwt', place),
        bearer: federated,
        body: { payload: JSON.stringify({ ...claims, exp, aud }) },
        check: mayActAs(step),
    });
    return await tokenFrom(place, classic_schemas/* object */.Ikc({ access_token: classic_schemas/* string */.YjP() }), {
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
const google_refusal = classic_schemas/* union */.KCZ([
    classic_schemas/* object */.Ikc({ error: classic_schemas/* string */.YjP(), error_description: classic_schemas/* string */.YjP().default('') })
        .transform(({ error, error_description }) => `${error}: ${error_description}`),
    classic_schemas/* object */.Ikc({ error: classic_schemas/* object */.Ikc({ status: classic_schemas/* string */.YjP().default(''), message: classic_schemas/* string */.YjP() }) })
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

// EXTERNAL MODULE: ../../zod/v4/classic/errors.js
var classic_errors = __webpack_require__(739);
;// CONCATENATED MODULE: ../../@streamparser/json/dist/mjs/utils/bufferedString.js
/**
 * The accumulators that the tokenizer gathers strings and numbers into while
 * their bytes arrive.
 *
 * @module
 */
/**
 * A {@linkcode StringBuilder} that accumulates the token as a JavaScript
 * string. This is the default: it's the fastest option for the small strings
 * and numbers that dominate real JSON.
 */
class NonBufferedString {
    constructor() {
        // fatal: true makes invalid byte sequences (e.g. a lead byte followed by a
        // non-continuation byte) throw instead of silently decoding to U+FFFD.
        this.decoder = new TextDecoder("utf-8", { fatal: true });
        // Pieces appended since the last toString(), not yet folded into `string`.
        this.pending = [];
        this.string = "";
        this.byteLength = 0;
    }
    appendChar(char) {
        this.pending.push(String.fromCharCode(char));
        this.byteLength += 1;
    }
    appendBuf(buf, start = 0, end = buf.length) {
        this.pending.push(this.decoder.decode(buf.subarray(start, end)));
        this.byteLength += end - start;
    }
    appendCharCode(code) {
        this.pending.push(String.fromCharCode(code));
    }
    reset() {
        this.pending = [];
        this.string = "";
        this.byteLength = 0;
    }
    // Folds only the pieces appended since the last call into `string`, so
    // repeated calls (one per chunk when emitting partial tokens) stay linear
    // overall instead of re-joining the whole accumulated string every time.
    toString() {
        if (this.pending.length > 0) {
            this.string += this.pending.join("");
            this.pending = [];
        }
        return this.string;
    }
}
/**
 * A {@linkcode StringBuilder} that accumulates the token's bytes into a
 * fixed-size `Uint8Array` and only decodes them once the buffer is full.
 *
 * Enabled through the tokenizer's `stringBufferSize`/`numberBufferSize`
 * options. It avoids V8's over-allocation on repeated string concatenation,
 * which is what makes very large strings and numbers exhaust memory, at the
 * cost of an encoding/decoding round trip that isn't worth it for small values.
 */
class BufferedString {
    /**
     * @param bufferSize The size, in bytes, of the buffer to accumulate into.
     */
    constructor(bufferSize) {
        // fatal: true makes invalid byte sequences (e.g. a lead byte followed by a
        // non-continuation byte) throw instead of silently decoding to U+FFFD.
        this.decoder = new TextDecoder("utf-8", { fatal: true });
        this.bufferOffset = 0;
        this.string = "";
        this.byteLength = 0;
        this.buffer = new Uint8Array(bufferSize);
    }
    appendChar(char) {
        if (this.bufferOffset >= this.buffer.length)
            this.flushStringBuffer();
        this.buffer[this.bufferOffset++] = char;
        this.byteLength += 1;
    }
    appendBuf(buf, start = 0, end = buf.length) {
        const size = end - start;
        if (this.bufferOffset + size > this.buffer.length)
            this.flushStringBuffer();
        if (size > this.buffer.length) {
            // Span larger than the working buffer: decode it straight into the
            // string instead of copying it in (buffer.set would overflow). Safe
            // because callers only append complete-character spans -- the tokenizer
            // never splits a multi-byte char across appendBuf calls -- so decoding
            // this span on its own can't cut through the middle of a character.
            this.string += this.decoder.decode(buf.subarray(start, end));
            this.byteLength += size;
            return;
        }
        this.buffer.set(buf.subarray(start, end), this.bufferOffset);
        this.bufferOffset += size;
        this.byteLength += size;
    }
    appendCharCode(code) {
        this.flushStringBuffer();
        this.string += String.fromCharCode(code);
    }
    flushStringBuffer() {
        this.string += this.decoder.decode(this.buffer.subarray(0, this.bufferOffset));
        this.bufferOffset = 0;
    }
    reset() {
        this.string = "";
        this.bufferOffset = 0;
        this.byteLength = 0;
    }
    toString() {
        this.flushStringBuffer();
        return this.string;
    }
}
//# sourceMappingURL=bufferedString.js.map
;// CONCATENATED MODULE: ../../@streamparser/json/dist/mjs/utils/types/tokenType.js
/**
 * The JSON token types emitted by the tokenizer.
 *
 * @module
 */
/** The type of a JSON token, as reported by the tokenizer's `onToken` callback. */
var TokenType;
(function (TokenType) {
    /** `{` */
    TokenType[TokenType["LEFT_BRACE"] = 0] = "LEFT_BRACE";
    /** `}` */
    TokenType[TokenType["RIGHT_BRACE"] = 1] = "RIGHT_BRACE";
    /** `[` */
    TokenType[TokenType["LEFT_BRACKET"] = 2] = "LEFT_BRACKET";
    /** `]` */
    TokenType[TokenType["RIGHT_BRACKET"] = 3] = "RIGHT_BRACKET";
    /** `:` */
    TokenType[TokenType["COLON"] = 4] = "COLON";
    /** `,` */
    TokenType[TokenType["COMMA"] = 5] = "COMMA";
    /** `true` */
    TokenType[TokenType["TRUE"] = 6] = "TRUE";
    /** `false` */
    TokenType[TokenType["FALSE"] = 7] = "FALSE";
    /** `null` */
    TokenType[TokenType["NULL"] = 8] = "NULL";
    /** A string, with all its escape sequences already resolved. */
    TokenType[TokenType["STRING"] = 9] = "STRING";
    /** A number, already parsed into a JavaScript number. */
    TokenType[TokenType["NUMBER"] = 10] = "NUMBER";
    /** The configured separator between consecutive JSON documents. */
    TokenType[TokenType["SEPARATOR"] = 11] = "SEPARATOR";
})(TokenType || (TokenType = {}));
/* harmony default export */ const tokenType = (TokenType);
//# sourceMappingURL=tokenType.js.map
;// CONCATENATED MODULE: ../../@streamparser/json/dist/mjs/utils/utf-8.js
/**
 * The utf-8 byte values that the tokenizer matches the incoming stream against.
 *
 * @module
 */
/** The utf-8 byte value of each character that is meaningful to the tokenizer. */
var charset;
(function (charset) {
    charset[charset["BACKSPACE"] = 8] = "BACKSPACE";
    charset[charset["FORM_FEED"] = 12] = "FORM_FEED";
    charset[charset["NEWLINE"] = 10] = "NEWLINE";
    charset[charset["CARRIAGE_RETURN"] = 13] = "CARRIAGE_RETURN";
    charset[charset["TAB"] = 9] = "TAB";
    charset[charset["SPACE"] = 32] = "SPACE";
    charset[charset["EXCLAMATION_MARK"] = 33] = "EXCLAMATION_MARK";
    charset[charset["QUOTATION_MARK"] = 34] = "QUOTATION_MARK";
    charset[charset["NUMBER_SIGN"] = 35] = "NUMBER_SIGN";
    charset[charset["DOLLAR_SIGN"] = 36] = "DOLLAR_SIGN";
    charset[charset["PERCENT_SIGN"] = 37] = "PERCENT_SIGN";
    charset[charset["AMPERSAND"] = 38] = "AMPERSAND";
    charset[charset["APOSTROPHE"] = 39] = "APOSTROPHE";
    charset[charset["LEFT_PARENTHESIS"] = 40] = "LEFT_PARENTHESIS";
    charset[charset["RIGHT_PARENTHESIS"] = 41] = "RIGHT_PARENTHESIS";
    charset[charset["ASTERISK"] = 42] = "ASTERISK";
    charset[charset["PLUS_SIGN"] = 43] = "PLUS_SIGN";
    charset[charset["COMMA"] = 44] = "COMMA";
    charset[charset["HYPHEN_MINUS"] = 45] = "HYPHEN_MINUS";
    charset[charset["FULL_STOP"] = 46] = "FULL_STOP";
    charset[charset["SOLIDUS"] = 47] = "SOLIDUS";
    charset[charset["DIGIT_ZERO"] = 48] = "DIGIT_ZERO";
    charset[charset["DIGIT_ONE"] = 49] = "DIGIT_ONE";
    charset[charset["DIGIT_TWO"] = 50] = "DIGIT_TWO";
    charset[charset["DIGIT_THREE"] = 51] = "DIGIT_THREE";
    charset[charset["DIGIT_FOUR"] = 52] = "DIGIT_FOUR";
    charset[charset["DIGIT_FIVE"] = 53] = "DIGIT_FIVE";
    charset[charset["DIGIT_SIX"] = 54] = "DIGIT_SIX";
    charset[charset["DIGIT_SEVEN"] = 55] = "DIGIT_SEVEN";
    charset[charset["DIGIT_EIGHT"] = 56] = "DIGIT_EIGHT";
    charset[charset["DIGIT_NINE"] = 57] = "DIGIT_NINE";
    charset[charset["COLON"] = 58] = "COLON";
    charset[charset["SEMICOLON"] = 59] = "SEMICOLON";
    charset[charset["LESS_THAN_SIGN"] = 60] = "LESS_THAN_SIGN";
    charset[charset["EQUALS_SIGN"] = 61] = "EQUALS_SIGN";
    charset[charset["GREATER_THAN_SIGN"] = 62] = "GREATER_THAN_SIGN";
    charset[charset["QUESTION_MARK"] = 63] = "QUESTION_MARK";
    charset[charset["COMMERCIAL_AT"] = 64] = "COMMERCIAL_AT";
    charset[charset["LATIN_CAPITAL_LETTER_A"] = 65] = "LATIN_CAPITAL_LETTER_A";
    charset[charset["LATIN_CAPITAL_LETTER_B"] = 66] = "LATIN_CAPITAL_LETTER_B";
    charset[charset["LATIN_CAPITAL_LETTER_C"] = 67] = "LATIN_CAPITAL_LETTER_C";
    charset[charset["LATIN_CAPITAL_LETTER_D"] = 68] = "LATIN_CAPITAL_LETTER_D";
    charset[charset["LATIN_CAPITAL_LETTER_E"] = 69] = "LATIN_CAPITAL_LETTER_E";
    charset[charset["LATIN_CAPITAL_LETTER_F"] = 70] = "LATIN_CAPITAL_LETTER_F";
    charset[charset["LATIN_CAPITAL_LETTER_G"] = 71] = "LATIN_CAPITAL_LETTER_G";
    charset[charset["LATIN_CAPITAL_LETTER_H"] = 72] = "LATIN_CAPITAL_LETTER_H";
    charset[charset["LATIN_CAPITAL_LETTER_I"] = 73] = "LATIN_CAPITAL_LETTER_I";
    charset[charset["LATIN_CAPITAL_LETTER_J"] = 74] = "LATIN_CAPITAL_LETTER_J";
    charset[charset["LATIN_CAPITAL_LETTER_K"] = 75] = "LATIN_CAPITAL_LETTER_K";
    charset[charset["LATIN_CAPITAL_LETTER_L"] = 76] = "LATIN_CAPITAL_LETTER_L";
    charset[charset["LATIN_CAPITAL_LETTER_M"] = 77] = "LATIN_CAPITAL_LETTER_M";
    charset[charset["LATIN_CAPITAL_LETTER_N"] = 78] = "LATIN_CAPITAL_LETTER_N";
    charset[charset["LATIN_CAPITAL_LETTER_O"] = 79] = "LATIN_CAPITAL_LETTER_O";
    charset[charset["LATIN_CAPITAL_LETTER_P"] = 80] = "LATIN_CAPITAL_LETTER_P";
    charset[charset["LATIN_CAPITAL_LETTER_Q"] = 81] = "LATIN_CAPITAL_LETTER_Q";
    charset[charset["LATIN_CAPITAL_LETTER_R"] = 82] = "LATIN_CAPITAL_LETTER_R";
    charset[charset["LATIN_CAPITAL_LETTER_S"] = 83] = "LATIN_CAPITAL_LETTER_S";
    charset[charset["LATIN_CAPITAL_LETTER_T"] = 84] = "LATIN_CAPITAL_LETTER_T";
    charset[charset["LATIN_CAPITAL_LETTER_U"] = 85] = "LATIN_CAPITAL_LETTER_U";
    charset[charset["LATIN_CAPITAL_LETTER_V"] = 86] = "LATIN_CAPITAL_LETTER_V";
    charset[charset["LATIN_CAPITAL_LETTER_W"] = 87] = "LATIN_CAPITAL_LETTER_W";
    charset[charset["LATIN_CAPITAL_LETTER_X"] = 88] = "LATIN_CAPITAL_LETTER_X";
    charset[charset["LATIN_CAPITAL_LETTER_Y"] = 89] = "LATIN_CAPITAL_LETTER_Y";
    charset[charset["LATIN_CAPITAL_LETTER_Z"] = 90] = "LATIN_CAPITAL_LETTER_Z";
    charset[charset["LEFT_SQUARE_BRACKET"] = 91] = "LEFT_SQUARE_BRACKET";
    charset[charset["REVERSE_SOLIDUS"] = 92] = "REVERSE_SOLIDUS";
    charset[charset["RIGHT_SQUARE_BRACKET"] = 93] = "RIGHT_SQUARE_BRACKET";
    charset[charset["CIRCUMFLEX_ACCENT"] = 94] = "CIRCUMFLEX_ACCENT";
    charset[charset["LOW_LINE"] = 95] = "LOW_LINE";
    charset[charset["GRAVE_ACCENT"] = 96] = "GRAVE_ACCENT";
    charset[charset["LATIN_SMALL_LETTER_A"] = 97] = "LATIN_SMALL_LETTER_A";
    charset[charset["LATIN_SMALL_LETTER_B"] = 98] = "LATIN_SMALL_LETTER_B";
    charset[charset["LATIN_SMALL_LETTER_C"] = 99] = "LATIN_SMALL_LETTER_C";
    charset[charset["LATIN_SMALL_LETTER_D"] = 100] = "LATIN_SMALL_LETTER_D";
    charset[charset["LATIN_SMALL_LETTER_E"] = 101] = "LATIN_SMALL_LETTER_E";
    charset[charset["LATIN_SMALL_LETTER_F"] = 102] = "LATIN_SMALL_LETTER_F";
    charset[charset["LATIN_SMALL_LETTER_G"] = 103] = "LATIN_SMALL_LETTER_G";
    charset[charset["LATIN_SMALL_LETTER_H"] = 104] = "LATIN_SMALL_LETTER_H";
    charset[charset["LATIN_SMALL_LETTER_I"] = 105] = "LATIN_SMALL_LETTER_I";
    charset[charset["LATIN_SMALL_LETTER_J"] = 106] = "LATIN_SMALL_LETTER_J";
    charset[charset["LATIN_SMALL_LETTER_K"] = 107] = "LATIN_SMALL_LETTER_K";
    charset[charset["LATIN_SMALL_LETTER_L"] = 108] = "LATIN_SMALL_LETTER_L";
    charset[charset["LATIN_SMALL_LETTER_M"] = 109] = "LATIN_SMALL_LETTER_M";
    charset[charset["LATIN_SMALL_LETTER_N"] = 110] = "LATIN_SMALL_LETTER_N";
    charset[charset["LATIN_SMALL_LETTER_O"] = 111] = "LATIN_SMALL_LETTER_O";
    charset[charset["LATIN_SMALL_LETTER_P"] = 112] = "LATIN_SMALL_LETTER_P";
    charset[charset["LATIN_SMALL_LETTER_Q"] = 113] = "LATIN_SMALL_LETTER_Q";
    charset[charset["LATIN_SMALL_LETTER_R"] = 114] = "LATIN_SMALL_LETTER_R";
    charset[charset["LATIN_SMALL_LETTER_S"] = 115] = "LATIN_SMALL_LETTER_S";
    charset[charset["LATIN_SMALL_LETTER_T"] = 116] = "LATIN_SMALL_LETTER_T";
    charset[charset["LATIN_SMALL_LETTER_U"] = 117] = "LATIN_SMALL_LETTER_U";
    charset[charset["LATIN_SMALL_LETTER_V"] = 118] = "LATIN_SMALL_LETTER_V";
    charset[charset["LATIN_SMALL_LETTER_W"] = 119] = "LATIN_SMALL_LETTER_W";
    charset[charset["LATIN_SMALL_LETTER_X"] = 120] = "LATIN_SMALL_LETTER_X";
    charset[charset["LATIN_SMALL_LETTER_Y"] = 121] = "LATIN_SMALL_LETTER_Y";
    charset[charset["LATIN_SMALL_LETTER_Z"] = 122] = "LATIN_SMALL_LETTER_Z";
    charset[charset["LEFT_CURLY_BRACKET"] = 123] = "LEFT_CURLY_BRACKET";
    charset[charset["VERTICAL_LINE"] = 124] = "VERTICAL_LINE";
    charset[charset["RIGHT_CURLY_BRACKET"] = 125] = "RIGHT_CURLY_BRACKET";
    charset[charset["TILDE"] = 126] = "TILDE";
})(charset || (charset = {}));
/**
 * The character that each JSON escape sequence stands for, keyed by the byte
 * that follows the backslash. Unicode escapes (`\uXXXX`) are not in here; the
 * tokenizer resolves those itself.
 */
const escapedSequences = {
    [34 /* charset.QUOTATION_MARK */]: 34 /* charset.QUOTATION_MARK */,
    [92 /* charset.REVERSE_SOLIDUS */]: 92 /* charset.REVERSE_SOLIDUS */,
    [47 /* charset.SOLIDUS */]: 47 /* charset.SOLIDUS */,
    [98 /* charset.LATIN_SMALL_LETTER_B */]: 8 /* charset.BACKSPACE */,
    [102 /* charset.LATIN_SMALL_LETTER_F */]: 12 /* charset.FORM_FEED */,
    [110 /* charset.LATIN_SMALL_LETTER_N */]: 10 /* charset.NEWLINE */,
    [114 /* charset.LATIN_SMALL_LETTER_R */]: 13 /* charset.CARRIAGE_RETURN */,
    [116 /* charset.LATIN_SMALL_LETTER_T */]: 9 /* charset.TAB */,
};
//# sourceMappingURL=utf-8.js.map
;// CONCATENATED MODULE: ../../@streamparser/json/dist/mjs/tokenizer.js
/**
 * A JSON-compliant tokenizer that turns a utf-8 stream into JSON tokens.
 *
 * @example
 * ```ts
 * import Tokenizer from "@streamparser/json/tokenizer.js";
 *
 * const tokenizer = new Tokenizer();
 * tokenizer.onToken = ({ token, value, offset }) => {
 *   // process the token
 * };
 *
 * tokenizer.write('{ "test": ["a"] }');
 * ```
 *
 * @module
 */



// Tokenizer States
var TokenizerStates;
(function (TokenizerStates) {
    TokenizerStates[TokenizerStates["START"] = 0] = "START";
    TokenizerStates[TokenizerStates["ENDED"] = 1] = "ENDED";
    TokenizerStates[TokenizerStates["ERROR"] = 2] = "ERROR";
    TokenizerStates[TokenizerStates["TRUE1"] = 3] = "TRUE1";
    TokenizerStates[TokenizerStates["TRUE2"] = 4] = "TRUE2";
    TokenizerStates[TokenizerStates["TRUE3"] = 5] = "TRUE3";
    TokenizerStates[TokenizerStates["FALSE1"] = 6] = "FALSE1";
    TokenizerStates[TokenizerStates["FALSE2"] = 7] = "FALSE2";
    TokenizerStates[TokenizerStates["FALSE3"] = 8] = "FALSE3";
    TokenizerStates[TokenizerStates["FALSE4"] = 9] = "FALSE4";
    TokenizerStates[TokenizerStates["NULL1"] = 10] = "NULL1";
    TokenizerStates[TokenizerStates["NULL2"] = 11] = "NULL2";
    TokenizerStates[TokenizerStates["NULL3"] = 12] = "NULL3";
    TokenizerStates[TokenizerStates["STRING_DEFAULT"] = 13] = "STRING_DEFAULT";
    TokenizerStates[TokenizerStates["STRING_AFTER_BACKSLASH"] = 14] = "STRING_AFTER_BACKSLASH";
    TokenizerStates[TokenizerStates["STRING_UNICODE_DIGIT_1"] = 15] = "STRING_UNICODE_DIGIT_1";
    TokenizerStates[TokenizerStates["STRING_UNICODE_DIGIT_2"] = 16] = "STRING_UNICODE_DIGIT_2";
    TokenizerStates[TokenizerStates["STRING_UNICODE_DIGIT_3"] = 17] = "STRING_UNICODE_DIGIT_3";
    TokenizerStates[TokenizerStates["STRING_UNICODE_DIGIT_4"] = 18] = "STRING_UNICODE_DIGIT_4";
    TokenizerStates[TokenizerStates["STRING_INCOMPLETE_CHAR"] = 19] = "STRING_INCOMPLETE_CHAR";
    TokenizerStates[TokenizerStates["NUMBER_AFTER_INITIAL_MINUS"] = 20] = "NUMBER_AFTER_INITIAL_MINUS";
    TokenizerStates[TokenizerStates["NUMBER_AFTER_INITIAL_ZERO"] = 21] = "NUMBER_AFTER_INITIAL_ZERO";
    TokenizerStates[TokenizerStates["NUMBER_AFTER_INITIAL_NON_ZERO"] = 22] = "NUMBER_AFTER_INITIAL_NON_ZERO";
    TokenizerStates[TokenizerStates["NUMBER_AFTER_FULL_STOP"] = 23] = "NUMBER_AFTER_FULL_STOP";
    TokenizerStates[TokenizerStates["NUMBER_AFTER_DECIMAL"] = 24] = "NUMBER_AFTER_DECIMAL";
    TokenizerStates[TokenizerStates["NUMBER_AFTER_E"] = 25] = "NUMBER_AFTER_E";
    TokenizerStates[TokenizerStates["NUMBER_AFTER_E_AND_SIGN"] = 26] = "NUMBER_AFTER_E_AND_SIGN";
    TokenizerStates[TokenizerStates["NUMBER_AFTER_E_AND_DIGIT"] = 27] = "NUMBER_AFTER_E_AND_DIGIT";
    TokenizerStates[TokenizerStates["SEPARATOR"] = 28] = "SEPARATOR";
    TokenizerStates[TokenizerStates["BOM_OR_START"] = 29] = "BOM_OR_START";
    TokenizerStates[TokenizerStates["BOM"] = 30] = "BOM";
})(TokenizerStates || (TokenizerStates = {}));
function TokenizerStateToString(tokenizerState) {
    return [
        "START",
        "ENDED",
        "ERROR",
        "TRUE1",
        "TRUE2",
        "TRUE3",
        "FALSE1",
        "FALSE2",
        "FALSE3",
        "FALSE4",
        "NULL1",
        "NULL2",
        "NULL3",
        "STRING_DEFAULT",
        "STRING_AFTER_BACKSLASH",
        "STRING_UNICODE_DIGIT_1",
        "STRING_UNICODE_DIGIT_2",
        "STRING_UNICODE_DIGIT_3",
        "STRING_UNICODE_DIGIT_4",
        "STRING_INCOMPLETE_CHAR",
        "NUMBER_AFTER_INITIAL_MINUS",
        "NUMBER_AFTER_INITIAL_ZERO",
        "NUMBER_AFTER_INITIAL_NON_ZERO",
        "NUMBER_AFTER_FULL_STOP",
        "NUMBER_AFTER_DECIMAL",
        "NUMBER_AFTER_E",
        "NUMBER_AFTER_E_AND_SIGN",
        "NUMBER_AFTER_E_AND_DIGIT",
        "SEPARATOR",
        "BOM_OR_START",
        "BOM",
    ][tokenizerState];
}
const defaultOpts = {
    stringBufferSize: 0,
    numberBufferSize: 0,
    separator: undefined,
    emitPartialTokens: false,
};
/** The error thrown when the tokenizer is misconfigured or hits invalid JSON. */
class TokenizerError extends Error {
    /**
     * @param message What went wrong.
     */
    constructor(message) {
        super(message);
        // Typescript is broken. This is a workaround
        Object.setPrototypeOf(this, TokenizerError.prototype);
    }
}
// A non-integer buffer size (e.g. 0.5) silently truncates when passed to
// `new Uint8Array(size)` (0.5 becomes a *zero-length* buffer) instead of
// throwing, so every appended byte gets silently dropped rather than
// buffered -- corrupting the parsed value instead of failing loudly.
function validateBufferSize(name, size) {
    if (size === undefined)
        return;
    if (!Number.isInteger(size) || size < 0) {
        throw new TokenizerError(`Invalid "${name}": ${size}. Expected a non-negative integer.`);
    }
}
// Byte length of the UTF-8 character starting with `leadByte`. Invalid or
// continuation lead bytes fall through to 3/4 here and are rejected later by
// the fatal TextDecoder when the bytes are actually decoded.
function utf8SequenceLength(leadByte) {
    if (leadByte >= 194 && leadByte <= 223)
        return 2;
    if (leadByte <= 239)
        return 3;
    return 4;
}
// Index just past the last COMPLETE multi-byte character of the run starting at
// `start`. Stops at the first ASCII byte, or at a character whose bytes would
// run past the end of the buffer (a boundary split the caller carries over).
function multiByteRunEnd(buffer, start) {
    let j = start;
    while (j < buffer.length && buffer[j] >= 128) {
        const seqLength = utf8SequenceLength(buffer[j]);
        if (j + seqLength > buffer.length)
            break; // split across the chunk boundary
        j += seqLength;
    }
    return j;
}
/**
 * A JSON-compliant tokenizer that turns a utf-8 stream into JSON tokens.
 *
 * Data is pushed in with {@linkcode Tokenizer.write} and the resulting tokens
 * come back through the {@linkcode Tokenizer.onToken} callback, which the user
 * is expected to override. Feed the tokens to a `TokenParser` to get JSON
 * values back, or use a `JSONParser`, which chains both.
 *
 * @example
 * ```ts
 * import Tokenizer from "@streamparser/json/tokenizer.js";
 *
 * const tokenizer = new Tokenizer({ separator: "\n" });
 * tokenizer.onToken = ({ token, value, offset }) => {
 *   // process the token
 * };
 * tokenizer.onError = (err) => console.error(err);
 *
 * tokenizer.write('{ "test": ["a"] }');
 * tokenizer.end();
 * ```
 */
class Tokenizer {
    /**
     * @param opts How to tokenize. See {@linkcode TokenizerOptions}.
     */
    constructor(opts) {
        this.state = 29 /* TokenizerStates.BOM_OR_START */;
        this.bomIndex = 0;
        this.separatorIndex = 0;
        this.escapedCharsByteLength = 0;
        this.bytes_remaining = 0; // number of bytes remaining in multi byte utf8 char to read after split boundary
        this.bytes_in_sequence = 0; // bytes in multi byte utf8 char to read
        this.char_split_buffer = new Uint8Array(4); // for rebuilding chars split before boundary is reached
        this.encoder = new TextEncoder();
        this.offset = -1;
        this.streamByteLength = 0; // Total bytes consumed across all write() calls before the current one
        opts = Object.assign(Object.assign({}, defaultOpts), opts);
        validateBufferSize("stringBufferSize", opts.stringBufferSize);
        validateBufferSize("numberBufferSize", opts.numberBufferSize);
        this.emitPartialTokens = opts.emitPartialTokens === true;
        this.bufferedString =
            opts.stringBufferSize && opts.stringBufferSize > 4
                ? new BufferedString(opts.stringBufferSize)
                : new NonBufferedString();
        this.bufferedNumber =
            opts.numberBufferSize && opts.numberBufferSize > 0
                ? new BufferedString(opts.numberBufferSize)
                : new NonBufferedString();
        this.separator = opts.separator;
        this.separatorBytes = opts.separator
            ? this.encoder.encode(opts.separator)
            : undefined;
    }
    /** Whether the tokenizer is ended, and thus no longer accepting data. */
    get isEnded() {
        return this.state === 1 /* TokenizerStates.ENDED */;
    }
    // Appends the code unit decoded from one \uXXXX escape, matching
    // JSON.parse's handling of surrogates: a valid high/low surrogate pair
    // combines into one character; an unpaired high or low surrogate is kept
    // as a raw UTF-16 code unit rather than replaced or dropped (JS strings
    // are free to contain lone surrogates; only encoding them as UTF-8 bytes
    // is lossy, which is why appendCharCode -- not the encoder -- is used for
    // them).
    appendUnicodeCodeUnit(intVal) {
        if (this.highSurrogate !== undefined) {
            if (intVal >= 0xdc00 && intVal <= 0xdfff) {
                // <56320,57343> - valid low surrogate: combine with the pending
                // high surrogate into a single character.
                const unicodeString = String.fromCharCode(this.highSurrogate, intVal);
                const unicodeBuffer = this.encoder.encode(unicodeString);
                this.bufferedString.appendBuf(unicodeBuffer);
                // len(\u0000)=6 minus the fact you're appending len(buf)
                this.escapedCharsByteLength += 6 - unicodeBuffer.byteLength;
                this.highSurrogate = undefined;
                return;
            }
            // Not a matching low surrogate: the pending high surrogate stands on
            // its own, and intVal is processed independently below.
            this.flushPendingHighSurrogate();
        }
        if (intVal >= 0xd800 && intVal <= 0xdbff) {
            // <55296,56319> - high surrogate: defer until we know whether a
            // matching low surrogate follows.
            this.highSurrogate = intVal;
            this.escapedCharsByteLength += 6;
            return;
        }
        if (intVal >= 0xdc00 && intVal <= 0xdfff) {
            // <56320,57343> - lone low surrogate with no preceding high
            // surrogate: keep as a raw code unit.
            this.bufferedString.appendCharCode(intVal);
            this.escapedCharsByteLength += 6;
            return;
        }
        const unicodeString = String.fromCharCode(intVal);
        const unicodeBuffer = this.encoder.encode(unicodeString);
        this.bufferedString.appendBuf(unicodeBuffer);
        // len(\u0000)=6 minus the fact you're appending len(buf)
        this.escapedCharsByteLength += 6 - unicodeBuffer.byteLength;
    }
    flushPendingHighSurrogate() {
        if (this.highSurrogate !== undefined) {
            this.bufferedString.appendCharCode(this.highSurrogate);
            this.highSurrogate = undefined;
        }
    }
    // Stash the leading bytes of a multi-byte character split across the chunk
    // boundary; STRING_INCOMPLETE_CHAR completes it from the next chunk.
    startIncompleteChar(buffer, start) {
        this.bytes_in_sequence = utf8SequenceLength(buffer[start]);
        this.bytes_remaining = start + this.bytes_in_sequence - buffer.length;
        this.char_split_buffer.set(buffer.subarray(start));
        this.state = 19 /* TokenizerStates.STRING_INCOMPLETE_CHAR */;
    }
    /**
     * Pushes the next chunk of the JSON stream into the tokenizer.
     *
     * Tokenizing happens synchronously, so every token in `input` is emitted
     * through {@linkcode Tokenizer.onToken} before this returns. A chunk may end
     * anywhere, including in the middle of a multi-byte character; the rest of it
     * is picked up from the next chunk.
     *
     * @param input The chunk to tokenize: a string, a `TypedArray`, or any
     * iterable of utf-8 byte values.
     * @throws {TokenizerError} If the data is not valid JSON and no
     * {@linkcode Tokenizer.onError} callback has been set.
     */
    write(input) {
        try {
            let buffer;
            if (input instanceof Uint8Array) {
                buffer = input;
            }
            else if (typeof input === "string") {
                if (this.pendingStringSurrogate !== undefined) {
                    input = this.pendingStringSurrogate + input;
                    this.pendingStringSurrogate = undefined;
                }
                const lastCharCode = input.charCodeAt(input.length - 1);
                if (lastCharCode >= 0xd800 && lastCharCode <= 0xdbff) {
                    // Lone high surrogate at the very end of this chunk: hold it back
                    // instead of encoding it (and corrupting it into U+FFFD) alone,
                    // in case the next chunk supplies its matching low surrogate.
                    this.pendingStringSurrogate = input[input.length - 1];
                    input = input.slice(0, -1);
                }
                buffer = this.encoder.encode(input);
            }
            else if (ArrayBuffer.isView(input)) {
                buffer = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
            }
            else if (input !== null &&
                typeof input === "object" &&
                typeof input[Symbol.iterator] === "function") {
                // Any Iterable<number>, not just literal Arrays (e.g. Set, Map
                // values(), a generator) -- matching the public write() signature,
                // which already types `input` as Iterable<number> | string.
                buffer = Uint8Array.from(input);
            }
            else {
                throw new TypeError("Unexpected type. The `write` function only accepts Iterables (e.g. Arrays, Sets, Generators), TypedArrays and Strings.");
            }
            for (let i = 0; i < buffer.length; i += 1) {
                const n = buffer[i]; // get current byte from buffer
                switch (this.state) {
                    // @ts-expect-error fall through case
                    case 29 /* TokenizerStates.BOM_OR_START */:
                        if (n === 0xef) {
                            this.bom = [0xef, 0xbb, 0xbf];
                            this.bomIndex += 1;
                            this.state = 30 /* TokenizerStates.BOM */;
                            continue;
                        }
                        if (input instanceof Uint16Array) {
                            if (n === 0xfe) {
                                this.bom = [0xfe, 0xff];
                                this.bomIndex += 1;
                                this.state = 30 /* TokenizerStates.BOM */;
                                continue;
                            }
                            if (n === 0xff) {
                                this.bom = [0xff, 0xfe];
                                this.bomIndex += 1;
                                this.state = 30 /* TokenizerStates.BOM */;
                                continue;
                            }
                        }
                        if (input instanceof Uint32Array) {
                            if (n === 0x00) {
                                this.bom = [0x00, 0x00, 0xfe, 0xff];
                                this.bomIndex += 1;
                                this.state = 30 /* TokenizerStates.BOM */;
                                continue;
                            }
                            if (n === 0xff) {
                                this.bom = [0xff, 0xfe, 0x00, 0x00];
                                this.bomIndex += 1;
                                this.state = 30 /* TokenizerStates.BOM */;
                                continue;
                            }
                        }
                    case 0 /* TokenizerStates.START */:
                        this.offset += 1;
                        if (this.separatorBytes && n === this.separatorBytes[0]) {
                            if (this.separatorBytes.length === 1) {
                                this.state = 0 /* TokenizerStates.START */;
                                this.onToken({
                                    token: tokenType.SEPARATOR,
                                    value: this.separator,
                                    offset: this.offset + this.separatorBytes.length - 1,
                                });
                                continue;
                            }
                            this.state = 28 /* TokenizerStates.SEPARATOR */;
                            continue;
                        }
                        if (n === 32 /* charset.SPACE */ ||
                            n === 10 /* charset.NEWLINE */ ||
                            n === 13 /* charset.CARRIAGE_RETURN */ ||
                            n === 9 /* charset.TAB */) {
                            // whitespace
                            continue;
                        }
                        if (n === 123 /* charset.LEFT_CURLY_BRACKET */) {
                            this.onToken({
                                token: tokenType.LEFT_BRACE,
                                value: "{",
                                offset: this.offset,
                            });
                            continue;
                        }
                        if (n === 125 /* charset.RIGHT_CURLY_BRACKET */) {
                            this.onToken({
                                token: tokenType.RIGHT_BRACE,
                                value: "}",
                                offset: this.offset,
                            });
                            continue;
                        }
                        if (n === 91 /* charset.LEFT_SQUARE_BRACKET */) {
                            this.onToken({
                                token: tokenType.LEFT_BRACKET,
                                value: "[",
                                offset: this.offset,
                            });
                            continue;
                        }
                        if (n === 93 /* charset.RIGHT_SQUARE_BRACKET */) {
                            this.onToken({
                                token: tokenType.RIGHT_BRACKET,
                                value: "]",
                                offset: this.offset,
                            });
                            continue;
                        }
                        if (n === 58 /* charset.COLON */) {
                            this.onToken({
                                token: tokenType.COLON,
                                value: ":",
                                offset: this.offset,
                            });
                            continue;
                        }
                        if (n === 44 /* charset.COMMA */) {
                            this.onToken({
                                token: tokenType.COMMA,
                                value: ",",
                                offset: this.offset,
                            });
                            continue;
                        }
                        if (n === 116 /* charset.LATIN_SMALL_LETTER_T */) {
                            this.state = 3 /* TokenizerStates.TRUE1 */;
                            continue;
                        }
                        if (n === 102 /* charset.LATIN_SMALL_LETTER_F */) {
                            this.state = 6 /* TokenizerStates.FALSE1 */;
                            continue;
                        }
                        if (n === 110 /* charset.LATIN_SMALL_LETTER_N */) {
                            this.state = 10 /* TokenizerStates.NULL1 */;
                            continue;
                        }
                        if (n === 34 /* charset.QUOTATION_MARK */) {
                            this.bufferedString.reset();
                            this.escapedCharsByteLength = 0;
                            this.state = 13 /* TokenizerStates.STRING_DEFAULT */;
                            continue;
                        }
                        if (n >= 49 /* charset.DIGIT_ONE */ && n <= 57 /* charset.DIGIT_NINE */) {
                            this.bufferedNumber.reset();
                            this.bufferedNumber.appendChar(n);
                            this.state = 22 /* TokenizerStates.NUMBER_AFTER_INITIAL_NON_ZERO */;
                            continue;
                        }
                        if (n === 48 /* charset.DIGIT_ZERO */) {
                            this.bufferedNumber.reset();
                            this.bufferedNumber.appendChar(n);
                            this.state = 21 /* TokenizerStates.NUMBER_AFTER_INITIAL_ZERO */;
                            continue;
                        }
                        if (n === 45 /* charset.HYPHEN_MINUS */) {
                            this.bufferedNumber.reset();
                            this.bufferedNumber.appendChar(n);
                            this.state = 20 /* TokenizerStates.NUMBER_AFTER_INITIAL_MINUS */;
                            continue;
                        }
                        break;
                    // STRING
                    case 13 /* TokenizerStates.STRING_DEFAULT */:
                        if (n === 34 /* charset.QUOTATION_MARK */) {
                            this.flushPendingHighSurrogate();
                            const string = this.bufferedString.toString();
                            this.state = 0 /* TokenizerStates.START */;
                            this.onToken({
                                token: tokenType.STRING,
                                value: string,
                                offset: this.offset,
                            });
                            this.offset +=
                                this.escapedCharsByteLength +
                                    this.bufferedString.byteLength +
                                    1;
                            continue;
                        }
                        if (n === 92 /* charset.REVERSE_SOLIDUS */) {
                            this.state = 14 /* TokenizerStates.STRING_AFTER_BACKSLASH */;
                            continue;
                        }
                        if (n >= 128) {
                            this.flushPendingHighSurrogate();
                            // Decode the whole run of complete multi-byte characters in one
                            // TextDecoder call, rather than one character at a time -- much
                            // faster for multi-byte text (CJK/emoji). ASCII stays on the
                            // per-character appendChar path below.
                            const runEnd = multiByteRunEnd(buffer, i);
                            if (runEnd > i) {
                                this.bufferedString.appendBuf(buffer, i, runEnd);
                                i = runEnd - 1; // the for-loop's i += 1 lands on runEnd
                            }
                            // A character straddling the chunk boundary is carried over to
                            // the next chunk via STRING_INCOMPLETE_CHAR.
                            if (runEnd < buffer.length && buffer[runEnd] >= 128) {
                                this.startIncompleteChar(buffer, runEnd);
                                i = buffer.length - 1;
                            }
                            continue;
                        }
                        if (n >= 32 /* charset.SPACE */) {
                            this.flushPendingHighSurrogate();
                            let j = i;
                            while (j < buffer.length) {
                                const b = buffer[j];
                                if (b < 32 /* charset.SPACE */ ||
                                    b >= 128 ||
                                    b === 34 /* charset.QUOTATION_MARK */ ||
                                    b === 92 /* charset.REVERSE_SOLIDUS */)
                                    break;
                                j += 1;
                            }
                            // appendBuf is one TextDecoder call: worth it only once the run is
                            // long enough to amortize that fixed cost. Short strings (keys,
                            // ids) dominate real JSON, so append those char-by-char instead --
                            // always-appendBuf regresses key/record-heavy JSON ~12%.
                            if (j - i >= 16) {
                                this.bufferedString.appendBuf(buffer, i, j);
                            }
                            else {
                                for (let k = i; k < j; k += 1)
                                    this.bufferedString.appendChar(buffer[k]);
                            }
                            i = j - 1;
                            continue;
                        }
                        break;
                    case 19 /* TokenizerStates.STRING_INCOMPLETE_CHAR */: {
                        // check for carry over of a multi byte char split between data chunks
                        // & fill temp buffer it with start of this data chunk up to the boundary limit set in the last iteration
                        // The rest of the sequence might still not be complete if this chunk is smaller
                        // than the number of bytes still missing (e.g. one byte at a time), so only
                        // consume what's actually available and keep waiting otherwise.
                        const available = Math.min(this.bytes_remaining, buffer.length - i);
                        this.char_split_buffer.set(buffer.subarray(i, i + available), this.bytes_in_sequence - this.bytes_remaining);
                        this.bytes_remaining -= available;
                        if (this.bytes_remaining > 0) {
                            i = buffer.length - 1;
                            continue;
                        }
                        this.bufferedString.appendBuf(this.char_split_buffer, 0, this.bytes_in_sequence);
                        i += available - 1;
                        this.state = 13 /* TokenizerStates.STRING_DEFAULT */;
                        continue;
                    }
                    case 14 /* TokenizerStates.STRING_AFTER_BACKSLASH */: {
                        const controlChar = escapedSequences[n];
                        if (controlChar) {
                            this.flushPendingHighSurrogate();
                            this.bufferedString.appendChar(controlChar);
                            this.escapedCharsByteLength += 1; // len(\")=2 minus the fact you're appending len(controlChar)=1
                            this.state = 13 /* TokenizerStates.STRING_DEFAULT */;
                            continue;
                        }
                        if (n === 117 /* charset.LATIN_SMALL_LETTER_U */) {
                            this.unicode = "";
                            this.state = 15 /* TokenizerStates.STRING_UNICODE_DIGIT_1 */;
                            continue;
                        }
                        break;
                    }
                    case 15 /* TokenizerStates.STRING_UNICODE_DIGIT_1 */:
                    case 16 /* TokenizerStates.STRING_UNICODE_DIGIT_2 */:
                    case 17 /* TokenizerStates.STRING_UNICODE_DIGIT_3 */:
                        if ((n >= 48 /* charset.DIGIT_ZERO */ && n <= 57 /* charset.DIGIT_NINE */) ||
                            (n >= 65 /* charset.LATIN_CAPITAL_LETTER_A */ &&
                                n <= 70 /* charset.LATIN_CAPITAL_LETTER_F */) ||
                            (n >= 97 /* charset.LATIN_SMALL_LETTER_A */ &&
                                n <= 102 /* charset.LATIN_SMALL_LETTER_F */)) {
                            this.unicode += String.fromCharCode(n);
                            this.state += 1;
                            continue;
                        }
                        break;
                    case 18 /* TokenizerStates.STRING_UNICODE_DIGIT_4 */:
                        if ((n >= 48 /* charset.DIGIT_ZERO */ && n <= 57 /* charset.DIGIT_NINE */) ||
                            (n >= 65 /* charset.LATIN_CAPITAL_LETTER_A */ &&
                                n <= 70 /* charset.LATIN_CAPITAL_LETTER_F */) ||
                            (n >= 97 /* charset.LATIN_SMALL_LETTER_A */ &&
                                n <= 102 /* charset.LATIN_SMALL_LETTER_F */)) {
                            const intVal = parseInt(this.unicode + String.fromCharCode(n), 16);
                            this.appendUnicodeCodeUnit(intVal);
                            this.state = 13 /* TokenizerStates.STRING_DEFAULT */;
                            continue;
                        }
                        break;
                    // Number
                    case 20 /* TokenizerStates.NUMBER_AFTER_INITIAL_MINUS */:
                        if (n === 48 /* charset.DIGIT_ZERO */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 21 /* TokenizerStates.NUMBER_AFTER_INITIAL_ZERO */;
                            continue;
                        }
                        if (n >= 49 /* charset.DIGIT_ONE */ && n <= 57 /* charset.DIGIT_NINE */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 22 /* TokenizerStates.NUMBER_AFTER_INITIAL_NON_ZERO */;
                            continue;
                        }
                        break;
                    case 21 /* TokenizerStates.NUMBER_AFTER_INITIAL_ZERO */:
                        if (n === 46 /* charset.FULL_STOP */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 23 /* TokenizerStates.NUMBER_AFTER_FULL_STOP */;
                            continue;
                        }
                        if (n === 101 /* charset.LATIN_SMALL_LETTER_E */ ||
                            n === 69 /* charset.LATIN_CAPITAL_LETTER_E */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 25 /* TokenizerStates.NUMBER_AFTER_E */;
                            continue;
                        }
                        i -= 1;
                        this.state = 0 /* TokenizerStates.START */;
                        this.emitNumber();
                        continue;
                    case 22 /* TokenizerStates.NUMBER_AFTER_INITIAL_NON_ZERO */:
                        if (n >= 48 /* charset.DIGIT_ZERO */ && n <= 57 /* charset.DIGIT_NINE */) {
                            this.bufferedNumber.appendChar(n);
                            continue;
                        }
                        if (n === 46 /* charset.FULL_STOP */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 23 /* TokenizerStates.NUMBER_AFTER_FULL_STOP */;
                            continue;
                        }
                        if (n === 101 /* charset.LATIN_SMALL_LETTER_E */ ||
                            n === 69 /* charset.LATIN_CAPITAL_LETTER_E */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 25 /* TokenizerStates.NUMBER_AFTER_E */;
                            continue;
                        }
                        i -= 1;
                        this.state = 0 /* TokenizerStates.START */;
                        this.emitNumber();
                        continue;
                    case 23 /* TokenizerStates.NUMBER_AFTER_FULL_STOP */:
                        if (n >= 48 /* charset.DIGIT_ZERO */ && n <= 57 /* charset.DIGIT_NINE */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 24 /* TokenizerStates.NUMBER_AFTER_DECIMAL */;
                            continue;
                        }
                        break;
                    case 24 /* TokenizerStates.NUMBER_AFTER_DECIMAL */:
                        if (n >= 48 /* charset.DIGIT_ZERO */ && n <= 57 /* charset.DIGIT_NINE */) {
                            this.bufferedNumber.appendChar(n);
                            continue;
                        }
                        if (n === 101 /* charset.LATIN_SMALL_LETTER_E */ ||
                            n === 69 /* charset.LATIN_CAPITAL_LETTER_E */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 25 /* TokenizerStates.NUMBER_AFTER_E */;
                            continue;
                        }
                        i -= 1;
                        this.state = 0 /* TokenizerStates.START */;
                        this.emitNumber();
                        continue;
                    // @ts-expect-error fall through case
                    case 25 /* TokenizerStates.NUMBER_AFTER_E */:
                        if (n === 43 /* charset.PLUS_SIGN */ || n === 45 /* charset.HYPHEN_MINUS */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 26 /* TokenizerStates.NUMBER_AFTER_E_AND_SIGN */;
                            continue;
                        }
                    case 26 /* TokenizerStates.NUMBER_AFTER_E_AND_SIGN */:
                        if (n >= 48 /* charset.DIGIT_ZERO */ && n <= 57 /* charset.DIGIT_NINE */) {
                            this.bufferedNumber.appendChar(n);
                            this.state = 27 /* TokenizerStates.NUMBER_AFTER_E_AND_DIGIT */;
                            continue;
                        }
                        break;
                    case 27 /* TokenizerStates.NUMBER_AFTER_E_AND_DIGIT */:
                        if (n >= 48 /* charset.DIGIT_ZERO */ && n <= 57 /* charset.DIGIT_NINE */) {
                            this.bufferedNumber.appendChar(n);
                            continue;
                        }
                        i -= 1;
                        this.state = 0 /* TokenizerStates.START */;
                        this.emitNumber();
                        continue;
                    // TRUE
                    case 3 /* TokenizerStates.TRUE1 */:
                        if (n === 114 /* charset.LATIN_SMALL_LETTER_R */) {
                            this.state = 4 /* TokenizerStates.TRUE2 */;
                            continue;
                        }
                        break;
                    case 4 /* TokenizerStates.TRUE2 */:
                        if (n === 117 /* charset.LATIN_SMALL_LETTER_U */) {
                            this.state = 5 /* TokenizerStates.TRUE3 */;
                            continue;
                        }
                        break;
                    case 5 /* TokenizerStates.TRUE3 */:
                        if (n === 101 /* charset.LATIN_SMALL_LETTER_E */) {
                            this.state = 0 /* TokenizerStates.START */;
                            this.onToken({
                                token: tokenType.TRUE,
                                value: true,
                                offset: this.offset,
                            });
                            this.offset += 3;
                            continue;
                        }
                        break;
                    // FALSE
                    case 6 /* TokenizerStates.FALSE1 */:
                        if (n === 97 /* charset.LATIN_SMALL_LETTER_A */) {
                            this.state = 7 /* TokenizerStates.FALSE2 */;
                            continue;
                        }
                        break;
                    case 7 /* TokenizerStates.FALSE2 */:
                        if (n === 108 /* charset.LATIN_SMALL_LETTER_L */) {
                            this.state = 8 /* TokenizerStates.FALSE3 */;
                            continue;
                        }
                        break;
                    case 8 /* TokenizerStates.FALSE3 */:
                        if (n === 115 /* charset.LATIN_SMALL_LETTER_S */) {
                            this.state = 9 /* TokenizerStates.FALSE4 */;
                            continue;
                        }
                        break;
                    case 9 /* TokenizerStates.FALSE4 */:
                        if (n === 101 /* charset.LATIN_SMALL_LETTER_E */) {
                            this.state = 0 /* TokenizerStates.START */;
                            this.onToken({
                                token: tokenType.FALSE,
                                value: false,
                                offset: this.offset,
                            });
                            this.offset += 4;
                            continue;
                        }
                        break;
                    // NULL
                    case 10 /* TokenizerStates.NULL1 */:
                        if (n === 117 /* charset.LATIN_SMALL_LETTER_U */) {
                            this.state = 11 /* TokenizerStates.NULL2 */;
                            continue;
                        }
                        break;
                    case 11 /* TokenizerStates.NULL2 */:
                        if (n === 108 /* charset.LATIN_SMALL_LETTER_L */) {
                            this.state = 12 /* TokenizerStates.NULL3 */;
                            continue;
                        }
                        break;
                    case 12 /* TokenizerStates.NULL3 */:
                        if (n === 108 /* charset.LATIN_SMALL_LETTER_L */) {
                            this.state = 0 /* TokenizerStates.START */;
                            this.onToken({
                                token: tokenType.NULL,
                                value: null,
                                offset: this.offset,
                            });
                            this.offset += 3;
                            continue;
                        }
                        break;
                    case 28 /* TokenizerStates.SEPARATOR */:
                        this.separatorIndex += 1;
                        if (!this.separatorBytes ||
                            n !== this.separatorBytes[this.separatorIndex]) {
                            break;
                        }
                        if (this.separatorIndex === this.separatorBytes.length - 1) {
                            this.state = 0 /* TokenizerStates.START */;
                            this.onToken({
                                token: tokenType.SEPARATOR,
                                value: this.separator,
                                offset: this.offset + this.separatorIndex,
                            });
                            this.separatorIndex = 0;
                        }
                        continue;
                    // BOM support
                    case 30 /* TokenizerStates.BOM */:
                        if (n === this.bom[this.bomIndex]) {
                            if (this.bomIndex === this.bom.length - 1) {
                                this.state = 0 /* TokenizerStates.START */;
                                this.bom = undefined;
                                this.bomIndex = 0;
                                continue;
                            }
                            this.bomIndex += 1;
                            continue;
                        }
                        break;
                    case 1 /* TokenizerStates.ENDED */:
                        if (n === 32 /* charset.SPACE */ ||
                            n === 10 /* charset.NEWLINE */ ||
                            n === 13 /* charset.CARRIAGE_RETURN */ ||
                            n === 9 /* charset.TAB */) {
                            // whitespace
                            continue;
                        }
                }
                throw new TokenizerError(`Unexpected "${String.fromCharCode(n)}" at chunk position "${i}" (absolute position "${this.streamByteLength + i}") in state ${TokenizerStateToString(this.state)}`);
            }
            this.streamByteLength += buffer.length;
            if (this.emitPartialTokens) {
                switch (this.state) {
                    case 3 /* TokenizerStates.TRUE1 */:
                    case 4 /* TokenizerStates.TRUE2 */:
                    case 5 /* TokenizerStates.TRUE3 */:
                        this.onToken({
                            token: tokenType.TRUE,
                            value: true,
                            offset: this.offset,
                            partial: true,
                        });
                        break;
                    case 6 /* TokenizerStates.FALSE1 */:
                    case 7 /* TokenizerStates.FALSE2 */:
                    case 8 /* TokenizerStates.FALSE3 */:
                    case 9 /* TokenizerStates.FALSE4 */:
                        this.onToken({
                            token: tokenType.FALSE,
                            value: false,
                            offset: this.offset,
                            partial: true,
                        });
                        break;
                    case 10 /* TokenizerStates.NULL1 */:
                    case 11 /* TokenizerStates.NULL2 */:
                    case 12 /* TokenizerStates.NULL3 */:
                        this.onToken({
                            token: tokenType.NULL,
                            value: null,
                            offset: this.offset,
                            partial: true,
                        });
                        break;
                    case 13 /* TokenizerStates.STRING_DEFAULT */: {
                        const string = this.bufferedString.toString();
                        this.onToken({
                            token: tokenType.STRING,
                            value: string,
                            offset: this.offset,
                            partial: true,
                        });
                        break;
                    }
                    case 21 /* TokenizerStates.NUMBER_AFTER_INITIAL_ZERO */:
                    case 22 /* TokenizerStates.NUMBER_AFTER_INITIAL_NON_ZERO */:
                    case 24 /* TokenizerStates.NUMBER_AFTER_DECIMAL */:
                    case 27 /* TokenizerStates.NUMBER_AFTER_E_AND_DIGIT */:
                        try {
                            this.onToken({
                                token: tokenType.NUMBER,
                                value: this.parseNumber(this.bufferedNumber.toString()),
                                offset: this.offset,
                                partial: true,
                            });
                        }
                        catch (_a) {
                            // Number couldn't be parsed. Do nothing.
                        }
                }
            }
        }
        catch (err) {
            this.error(err);
        }
    }
    emitNumber() {
        this.onToken({
            token: tokenType.NUMBER,
            value: this.parseNumber(this.bufferedNumber.toString()),
            offset: this.offset,
        });
        this.offset += this.bufferedNumber.byteLength - 1;
    }
    /**
     * Turns the characters of a JSON number into a JavaScript value.
     *
     * Equivalent to `Number(numberStr)`. Override it to handle numbers that a
     * JavaScript number can't represent, for example by keeping them as strings.
     *
     * @param numberStr The number, as it appeared in the JSON stream.
     * @returns The parsed number.
     */
    parseNumber(numberStr) {
        return Number(numberStr);
    }
    /**
     * Puts the tokenizer in an error state and reports `err` through
     * {@linkcode Tokenizer.onError}. The tokenizer can't be used afterwards.
     *
     * @param err What went wrong.
     */
    error(err) {
        if (this.state !== 1 /* TokenizerStates.ENDED */) {
            this.state = 2 /* TokenizerStates.ERROR */;
        }
        this.onError(err);
    }
    /**
     * Signals that the stream is over, flushing any number that was still being
     * tokenized and then ending the tokenizer, which can't be used afterwards.
     *
     * @throws {TokenizerError} If the stream ended in the middle of a token and no
     * {@linkcode Tokenizer.onError} callback has been set.
     */
    end() {
        switch (this.state) {
            case 21 /* TokenizerStates.NUMBER_AFTER_INITIAL_ZERO */:
            case 22 /* TokenizerStates.NUMBER_AFTER_INITIAL_NON_ZERO */:
            case 24 /* TokenizerStates.NUMBER_AFTER_DECIMAL */:
            case 27 /* TokenizerStates.NUMBER_AFTER_E_AND_DIGIT */:
                this.state = 1 /* TokenizerStates.ENDED */;
                this.emitNumber();
                this.onEnd();
                break;
            case 29 /* TokenizerStates.BOM_OR_START */:
            case 0 /* TokenizerStates.START */:
            case 2 /* TokenizerStates.ERROR */:
                this.state = 1 /* TokenizerStates.ENDED */;
                this.onEnd();
                break;
            default:
                this.error(new TokenizerError(`Tokenizer ended in the middle of a token (state: ${TokenizerStateToString(this.state)}). Either not all the data was received or the data was invalid.`));
        }
    }
    /**
     * Called with every token found in the stream. Override it to consume them;
     * by default it throws.
     *
     * @param parsedToken The token and where it was found.
     */
    // biome-ignore lint/correctness/noUnusedFunctionParameters: override point; the parameter is part of the public signature
    onToken(parsedToken) {
        // Override me
        throw new TokenizerError('Can\'t emit tokens before the "onToken" callback has been set up.');
    }
    /**
     * Called when the data can't be tokenized. Override it to handle errors
     * asynchronously; by default it throws, so the error surfaces out of the
     * {@linkcode Tokenizer.write} or {@linkcode Tokenizer.end} call that caused it.
     *
     * @param err What went wrong.
     */
    onError(err) {
        // Override me
        throw err;
    }
    /** Called once the tokenizer has ended. Override it to react to that; by default it does nothing. */
    onEnd() {
        // Override me
    }
}
//# sourceMappingURL=tokenizer.js.map
;// CONCATENATED MODULE: ../../@streamparser/json/dist/mjs/tokenparser.js
/**
 * A parser that assembles the tokens emitted by the tokenizer into JSON values.
 *
 * @example
 * ```ts
 * import Tokenizer from "@streamparser/json/tokenizer.js";
 * import TokenParser from "@streamparser/json/tokenparser.js";
 *
 * const tokenizer = new Tokenizer();
 * const tokenParser = new TokenParser({ paths: ["$.*"] });
 * tokenizer.onToken = tokenParser.write.bind(tokenParser);
 * tokenParser.onValue = ({ value }) => {
 *   // process the value
 * };
 *
 * tokenizer.write('{ "test": ["a"] }');
 * ```
 *
 * @module
 */

// Parser States
var TokenParserState;
(function (TokenParserState) {
    TokenParserState[TokenParserState["VALUE"] = 0] = "VALUE";
    TokenParserState[TokenParserState["KEY"] = 1] = "KEY";
    TokenParserState[TokenParserState["COLON"] = 2] = "COLON";
    TokenParserState[TokenParserState["COMMA"] = 3] = "COMMA";
    TokenParserState[TokenParserState["ENDED"] = 4] = "ENDED";
    TokenParserState[TokenParserState["ERROR"] = 5] = "ERROR";
    TokenParserState[TokenParserState["SEPARATOR"] = 6] = "SEPARATOR";
})(TokenParserState || (TokenParserState = {}));
function TokenParserStateToString(state) {
    return ["VALUE", "KEY", "COLON", "COMMA", "ENDED", "ERROR", "SEPARATOR"][state];
}
// Plain bracket assignment invokes the inherited `Object.prototype.__proto__`
// setter for that one key name, letting a "__proto__" key in the input alter
// obj's actual prototype instead of becoming a property of obj. Only that key
// needs the safe (but slower) Object.defineProperty path -- every other key,
// i.e. the overwhelming majority, keeps the fast, JIT-friendly assignment.
function setProperty(obj, key, value) {
    if (key === "__proto__") {
        Object.defineProperty(obj, key, {
            value,
            writable: true,
            enumerable: true,
            configurable: true,
        });
        return;
    }
    obj[key] = value;
}
const tokenparser_defaultOpts = {
    paths: undefined,
    keepStack: true,
    separator: undefined,
    emitPartialValues: false,
};
/** The error thrown when the token parser is misconfigured or gets an unexpected token. */
class TokenParserError extends Error {
    /**
     * @param message What went wrong.
     */
    constructor(message) {
        super(message);
        // Typescript is broken. This is a workaround
        Object.setPrototypeOf(this, TokenParserError.prototype);
    }
}
/**
 * A parser that assembles the tokens emitted by a tokenizer into JSON values.
 *
 * Tokens are pushed in with {@linkcode TokenParser.write} and the resulting
 * values come back through the {@linkcode TokenParser.onValue} callback, which
 * the user is expected to override. Values are emitted innermost first, as soon
 * as each one is complete, and can be narrowed down to the ones of interest with
 * the `paths` option.
 *
 * @example
 * ```ts
 * import Tokenizer from "@streamparser/json/tokenizer.js";
 * import TokenParser from "@streamparser/json/tokenparser.js";
 *
 * const tokenizer = new Tokenizer();
 * const tokenParser = new TokenParser();
 * tokenizer.onToken = tokenParser.write.bind(tokenParser);
 * tokenParser.onValue = ({ value, key, parent, stack }) => {
 *   // process the value
 * };
 *
 * tokenizer.write('{ "test": ["a"] }');
 * // onValue is called 3 times: "a", ["a"] and { test: ["a"] }
 * ```
 */
class TokenParser {
    /**
     * @param opts What to emit and how. See {@linkcode TokenParserOptions}.
     * @throws {TokenParserError} If any of the configured `paths` is not a valid selector.
     */
    constructor(opts) {
        this.state = 0 /* TokenParserState.VALUE */;
        this.mode = undefined;
        this.key = undefined;
        this.value = undefined;
        this.stack = [];
        // Tracked explicitly rather than inferred from `value` because keepStack:false
        // deletes emitted properties from `value`, so Object.keys(value).length can no
        // longer be trusted to tell an empty object from one whose members were purged.
        this.memberCount = 0;
        opts = Object.assign(Object.assign({}, tokenparser_defaultOpts), opts);
        if (opts.paths) {
            const root = { children: new Map(), terminal: false };
            // A match-everything selector makes the whole set match everything, which
            // we represent by leaving the trie undefined (as with no paths at all).
            let matchEverything = false;
            for (const path of opts.paths) {
                if (path === undefined || path === "$*") {
                    matchEverything = true;
                    continue;
                }
                if (!path.startsWith("$"))
                    throw new TokenParserError(`Invalid selector "${path}". Should start with "$".`);
                const segments = path.split(".").slice(1);
                if (segments.includes(""))
                    throw new TokenParserError(`Invalid selector "${path}". ".." syntax not supported.`);
                let node = root;
                for (const segment of segments) {
                    let child = node.children.get(segment);
                    if (!child) {
                        child = { children: new Map(), terminal: false };
                        node.children.set(segment, child);
                    }
                    node = child;
                }
                node.terminal = true;
            }
            if (!matchEverything)
                this.selectorTrie = root;
        }
        this.keepStack = opts.keepStack || false;
        this.separator = opts.separator;
        if (!opts.emitPartialValues) {
            this.emitPartial = () => { };
        }
    }
    shouldEmit() {
        if (!this.selectorTrie)
            return true;
        return this.matchesSelector(this.selectorTrie, 0);
    }
    // Depth-first walk of the selector trie down the current value's key path:
    //   [stack[1].key, ..., stack[n-1].key, this.key]   (n = stack.length)
    // A value matches iff some branch reaches a terminal node at the exact depth.
    // Recursion (rather than an explicit frontier) keeps the common single-path
    // walk allocation-free and short-circuits on the first match, like the old
    // rescan did, while collapsing its O(number of selectors) cost to O(depth).
    matchesSelector(node, level) {
        const keyCount = this.stack.length;
        if (level === keyCount)
            return node.terminal;
        const key = level < keyCount - 1 ? this.stack[level + 1].key : this.key;
        // "*" matches any key; try it first since it needs no key lookup.
        const wildcard = node.children.get("*");
        if (wildcard && this.matchesSelector(wildcard, level + 1))
            return true;
        // Then a literal match. Resolving the key to a string allocates for numeric
        // array indices, so skip it unless there's a literal child to match.
        const hasLiteralChild = node.children.size > (wildcard ? 1 : 0);
        if (hasLiteralChild) {
            const segment = key === null || key === void 0 ? void 0 : key.toString();
            if (segment !== undefined) {
                const child = node.children.get(segment);
                if (child && this.matchesSelector(child, level + 1))
                    return true;
            }
        }
        return false;
    }
    push() {
        this.stack.push({
            key: this.key,
            value: this.value,
            mode: this.mode,
            emit: this.shouldEmit(),
            memberCount: this.memberCount,
        });
    }
    pop() {
        const value = this.value;
        // biome-ignore lint/suspicious/noImplicitAnyLet: assigned via the destructuring assignment below
        let emit;
        ({
            key: this.key,
            value: this.value,
            mode: this.mode,
            emit,
            memberCount: this.memberCount,
        } = this.stack.pop());
        this.state =
            this.mode !== undefined ? 3 /* TokenParserState.COMMA */ : 0 /* TokenParserState.VALUE */;
        this.emit(value, emit);
    }
    emit(value, emit) {
        if (!this.keepStack &&
            this.value &&
            this.stack.every((item) => !item.emit)) {
            if (Array.isArray(this.value)) {
                // Shrinking `.length` drops the slot, unlike `delete`, which only leaves a hole
                this.value.length -= 1;
            }
            else {
                delete this.value[this.key];
            }
        }
        if (emit) {
            this.onValue({
                value: value,
                key: this.key,
                parent: this.value,
                stack: this.stack,
            });
        }
        if (this.stack.length === 0) {
            if (this.separator) {
                this.state = 6 /* TokenParserState.SEPARATOR */;
            }
            else if (this.separator === undefined) {
                this.end();
            }
            // else if separator === '', expect next JSON object.
        }
    }
    emitPartial(value) {
        if (!this.shouldEmit())
            return;
        if (this.state === 1 /* TokenParserState.KEY */) {
            this.onValue({
                value: undefined,
                key: value,
                parent: this.value,
                stack: this.stack,
                partial: true,
            });
            return;
        }
        this.onValue({
            value: value,
            key: this.key,
            parent: this.value,
            stack: this.stack,
            partial: true,
        });
    }
    /** Whether the token parser is ended, and thus no longer accepting tokens. */
    get isEnded() {
        return this.state === 4 /* TokenParserState.ENDED */;
    }
    /**
     * Pushes the next token into the parser.
     *
     * Parsing happens synchronously, so every value that the token completes is
     * emitted through {@linkcode TokenParser.onValue} before this returns.
     *
     * @param parsedTokenInfo The token to process, as emitted by a tokenizer.
     * @throws {TokenParserError} If the token can't appear at this point of the
     * JSON document and no {@linkcode TokenParser.onError} callback has been set.
     */
    write({ token, value, partial, }) {
        try {
            if (partial) {
                if (this.state !== 0 /* TokenParserState.VALUE */ &&
                    this.state !== 1 /* TokenParserState.KEY */) {
                    throw new TokenParserError(`Unexpected partial ${tokenType[token]} (${JSON.stringify(value)}) in state ${TokenParserStateToString(this.state)}`);
                }
                this.emitPartial(value);
                return;
            }
            if (this.state === 0 /* TokenParserState.VALUE */) {
                if (token === tokenType.STRING ||
                    token === tokenType.NUMBER ||
                    token === tokenType.TRUE ||
                    token === tokenType.FALSE ||
                    token === tokenType.NULL) {
                    if (this.mode === 0 /* TokenParserMode.OBJECT */) {
                        setProperty(this.value, this.key, value);
                        this.state = 3 /* TokenParserState.COMMA */;
                        this.memberCount++;
                    }
                    else if (this.mode === 1 /* TokenParserMode.ARRAY */) {
                        this.value.push(value);
                        this.state = 3 /* TokenParserState.COMMA */;
                        this.memberCount++;
                    }
                    this.emit(value, this.shouldEmit());
                    return;
                }
                if (token === tokenType.LEFT_BRACE) {
                    this.memberCount++;
                    this.push();
                    if (this.mode === 0 /* TokenParserMode.OBJECT */) {
                        const val = {};
                        setProperty(this.value, this.key, val);
                        this.value = val;
                    }
                    else if (this.mode === 1 /* TokenParserMode.ARRAY */) {
                        const val = {};
                        this.value.push(val);
                        this.value = val;
                    }
                    else {
                        this.value = {};
                    }
                    this.mode = 0 /* TokenParserMode.OBJECT */;
                    this.state = 1 /* TokenParserState.KEY */;
                    this.key = undefined;
                    this.memberCount = 0;
                    this.emitPartial();
                    return;
                }
                if (token === tokenType.LEFT_BRACKET) {
                    this.memberCount++;
                    this.push();
                    if (this.mode === 0 /* TokenParserMode.OBJECT */) {
                        const val = [];
                        setProperty(this.value, this.key, val);
                        this.value = val;
                    }
                    else if (this.mode === 1 /* TokenParserMode.ARRAY */) {
                        const val = [];
                        this.value.push(val);
                        this.value = val;
                    }
                    else {
                        this.value = [];
                    }
                    this.mode = 1 /* TokenParserMode.ARRAY */;
                    this.state = 0 /* TokenParserState.VALUE */;
                    this.key = 0;
                    this.memberCount = 0;
                    this.emitPartial();
                    return;
                }
                if (this.mode === 1 /* TokenParserMode.ARRAY */ &&
                    token === tokenType.RIGHT_BRACKET &&
                    this.memberCount === 0) {
                    this.pop();
                    return;
                }
            }
            if (this.state === 1 /* TokenParserState.KEY */) {
                if (token === tokenType.STRING) {
                    this.key = value;
                    this.state = 2 /* TokenParserState.COLON */;
                    this.emitPartial();
                    return;
                }
                if (token === tokenType.RIGHT_BRACE && this.memberCount === 0) {
                    this.pop();
                    return;
                }
            }
            if (this.state === 2 /* TokenParserState.COLON */) {
                if (token === tokenType.COLON) {
                    this.state = 0 /* TokenParserState.VALUE */;
                    return;
                }
            }
            if (this.state === 3 /* TokenParserState.COMMA */) {
                if (token === tokenType.COMMA) {
                    if (this.mode === 1 /* TokenParserMode.ARRAY */) {
                        this.state = 0 /* TokenParserState.VALUE */;
                        this.key += 1;
                        return;
                    }
                    /* istanbul ignore else */
                    if (this.mode === 0 /* TokenParserMode.OBJECT */) {
                        this.state = 1 /* TokenParserState.KEY */;
                        return;
                    }
                }
                if ((token === tokenType.RIGHT_BRACE &&
                    this.mode === 0 /* TokenParserMode.OBJECT */) ||
                    (token === tokenType.RIGHT_BRACKET &&
                        this.mode === 1 /* TokenParserMode.ARRAY */)) {
                    this.pop();
                    return;
                }
            }
            if (this.state === 6 /* TokenParserState.SEPARATOR */) {
                if (token === tokenType.SEPARATOR && value === this.separator) {
                    this.state = 0 /* TokenParserState.VALUE */;
                    return;
                }
            }
            // Edge case in which the separator is just whitespace and it's found in the middle of the JSON
            if (token === tokenType.SEPARATOR &&
                this.state !== 6 /* TokenParserState.SEPARATOR */ &&
                Array.from(value)
                    .map((n) => n.charCodeAt(0))
                    .every((n) => n === 32 /* charset.SPACE */ ||
                    n === 10 /* charset.NEWLINE */ ||
                    n === 13 /* charset.CARRIAGE_RETURN */ ||
                    n === 9 /* charset.TAB */)) {
                // whitespace
                return;
            }
            throw new TokenParserError(`Unexpected ${tokenType[token]} (${JSON.stringify(value)}) in state ${TokenParserStateToString(this.state)}`);
        }
        catch (err) {
            this.error(err);
        }
    }
    /**
     * Puts the token parser in an error state and reports `err` through
     * {@linkcode TokenParser.onError}. The parser can't be used afterwards.
     *
     * @param err What went wrong.
     */
    error(err) {
        if (this.state !== 4 /* TokenParserState.ENDED */) {
            this.state = 5 /* TokenParserState.ERROR */;
        }
        this.onError(err);
    }
    /**
     * Signals that there are no more tokens, ending the token parser, which can't
     * be used afterwards.
     *
     * @throws {Error} If the JSON document was left half-parsed and no
     * {@linkcode TokenParser.onError} callback has been set.
     */
    end() {
        if ((this.state !== 0 /* TokenParserState.VALUE */ &&
            this.state !== 6 /* TokenParserState.SEPARATOR */) ||
            this.stack.length > 0) {
            this.error(new Error(`Parser ended in mid-parsing (state: ${TokenParserStateToString(this.state)}). Either not all the data was received or the data was invalid.`));
        }
        else {
            this.state = 4 /* TokenParserState.ENDED */;
            this.onEnd();
        }
    }
    /**
     * Called with every value that matches the configured `paths`. Override it to
     * consume them; by default it throws.
     *
     * @param parsedElementInfo The value and where it was found. Its `parent` and
     * `stack` are live references into the parser's in-progress structures, so use
     * `cloneParsedElementInfo` to snapshot them if they need to outlive the call.
     */
    // biome-ignore lint/correctness/noUnusedFunctionParameters: override point; the parameter is part of the public signature
    onValue(parsedElementInfo) {
        // Override me
        throw new TokenParserError('Can\'t emit data before the "onValue" callback has been set up.');
    }
    /**
     * Called when the tokens don't add up to valid JSON. Override it to handle
     * errors asynchronously; by default it throws, so the error surfaces out of the
     * {@linkcode TokenParser.write} or {@linkcode TokenParser.end} call that caused it.
     *
     * @param err What went wrong.
     */
    onError(err) {
        // Override me
        throw err;
    }
    /** Called once the token parser has ended. Override it to react to that; by default it does nothing. */
    onEnd() {
        // Override me
    }
}
//# sourceMappingURL=tokenparser.js.map
;// CONCATENATED MODULE: ../../@streamparser/json/dist/mjs/jsonparser.js
/**
 * A streaming drop-in replacement for `JSON.parse`, chaining the tokenizer and
 * the token parser.
 *
 * @example
 * ```ts
 * import JSONParser from "@streamparser/json/jsonparser.js";
 *
 * const parser = new JSONParser();
 * parser.onValue = ({ value }) => {
 *   // process the value
 * };
 *
 * parser.write('{ "test": ["a"] }');
 * ```
 *
 * @module
 */


/**
 * A full JSON parser: a {@linkcode Tokenizer} and a {@linkcode TokenParser}
 * wired to each other.
 *
 * Data is pushed in with {@linkcode JSONParser.write} and the parsed values come
 * back through the {@linkcode JSONParser.onValue} callback.
 *
 * @example
 * ```ts
 * import JSONParser from "@streamparser/json/jsonparser.js";
 *
 * const parser = new JSONParser({ paths: ["$.*"], keepStack: false });
 * parser.onValue = ({ value }) => {
 *   // process the value
 * };
 * parser.onError = (err) => console.error(err);
 *
 * // The document can arrive split across any number of chunks.
 * parser.write('[{ "id": 1 },');
 * parser.write('{ "id": 2 }]');
 * ```
 */
class JSONParser {
    /**
     * @param opts How to tokenize and what to emit. See {@linkcode JSONParserOptions}.
     */
    constructor(opts = {}) {
        this.tokenizer = new Tokenizer(opts);
        this.tokenParser = new TokenParser(opts);
        this.tokenizer.onToken = this.tokenParser.write.bind(this.tokenParser);
        this.tokenizer.onEnd = () => {
            if (!this.tokenParser.isEnded)
                this.tokenParser.end();
        };
        this.tokenParser.onError = this.tokenizer.error.bind(this.tokenizer);
        this.tokenParser.onEnd = () => {
            if (!this.tokenizer.isEnded)
                this.tokenizer.end();
        };
    }
    /** Whether the parser is ended, and thus no longer accepting data. */
    get isEnded() {
        return this.tokenizer.isEnded && this.tokenParser.isEnded;
    }
    /**
     * Pushes the next chunk of the JSON stream into the parser.
     *
     * Parsing happens synchronously, so every value that the chunk completes is
     * emitted through {@linkcode JSONParser.onValue} before this returns.
     *
     * @param input The chunk to parse: a string, a `TypedArray`, or any iterable
     * of utf-8 byte values.
     * @throws {Error} If the data is not valid JSON and no
     * {@linkcode JSONParser.onError} callback has been set.
     */
    write(input) {
        this.tokenizer.write(input);
    }
    /**
     * Signals that the stream is over, ending the parser, which can't be used
     * afterwards.
     *
     * @throws {Error} If the JSON document was left half-parsed and no
     * {@linkcode JSONParser.onError} callback has been set.
     */
    end() {
        this.tokenizer.end();
    }
    /** Sets the callback to be called with every token found in the stream. */
    set onToken(cb) {
        this.tokenizer.onToken = (parsedToken) => {
            cb(parsedToken);
            this.tokenParser.write(parsedToken);
        };
    }
    /** Sets the callback to be called with every value that matches the configured `paths`. */
    set onValue(cb) {
        this.tokenParser.onValue = cb;
    }
    /**
     * Sets the callback to be called when the data can't be parsed. Without one,
     * errors are thrown out of the {@linkcode JSONParser.write} or
     * {@linkcode JSONParser.end} call that caused them.
     */
    set onError(cb) {
        this.tokenizer.onError = cb;
    }
    /** Sets the callback to be called once the parser has ended. */
    set onEnd(cb) {
        this.tokenParser.onEnd = () => {
            if (!this.tokenizer.isEnded)
                this.tokenizer.end();
            cb.call(this.tokenParser);
        };
    }
}
//# sourceMappingURL=jsonparser.js.map
;// CONCATENATED MODULE: ../../@streamparser/json/dist/mjs/utils/types/stackElement.js
/**
 * The shape of the token parser's stack, i.e. the chain of containers that a
 * parsed value is nested in.
 *
 * @module
 */
/** Whether the container being parsed is a JSON object or a JSON array. */
var TokenParserMode;
(function (TokenParserMode) {
    /** The container is a JSON object, so its members are keyed by property name. */
    TokenParserMode[TokenParserMode["OBJECT"] = 0] = "OBJECT";
    /** The container is a JSON array, so its members are keyed by index. */
    TokenParserMode[TokenParserMode["ARRAY"] = 1] = "ARRAY";
})(TokenParserMode || (TokenParserMode = {}));
//# sourceMappingURL=stackElement.js.map
;// CONCATENATED MODULE: ../../@streamparser/json/dist/mjs/index.js



/** The types of the JSON values that the parser produces. */



/** The utf-8 byte values that the tokenizer matches the incoming stream against. */

//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./src/runner/plans/plan-json.js


/*
 * What we read of `terraform show -json` of a plan:
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
const change = classic_schemas/* object */.Ikc({
    actions: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()),
    before: classic_schemas/* unknown */.L5J().optional(),
    after: classic_schemas/* unknown */.L5J().optional(),
    before_sensitive: classic_schemas/* unknown */.L5J().optional(),
    after_sensitive: classic_schemas/* unknown */.L5J().optional(),
    importing: classic_schemas/* unknown */.L5J().optional(),
});
const resourceChange = classic_schemas/* object */.Ikc({
    mode: classic_schemas/* string */.YjP().optional(),
    previous_address: classic_schemas/* string */.YjP().optional(),
    change,
});
const deferredChange = classic_schemas/* object */.Ikc({ resource_change: resourceChange.optional() });
const stateResource = classic_schemas/* object */.Ikc({
    values: classic_schemas/* unknown */.L5J().optional(),
    sensitive_values: classic_schemas/* unknown */.L5J().optional(),
});
const plan_json_output = classic_schemas/* object */.Ikc({ sensitive: classic_schemas/* boolean */.zMY().optional(), value: classic_schemas/* unknown */.L5J().optional() });
const variables = classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* object */.Ikc({ value: classic_schemas/* unknown */.L5J().optional() }));
const declarations = classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* object */.Ikc({ sensitive: classic_schemas/* boolean */.zMY().optional() }));
/** Deeper than anybody nests modules; resources below it are not looked at. */
const deepestModule = 16;
const modules = Array.from({ length: deepestModule }, (_, depth) => '.child_modules.*'.repeat(depth));
/** The values that are built in memory, one at a time; the rest of a plan is passed over. */
const selectors = [
    '$.format_version',
    '$.variables',
    '$.resource_drift.*',
    '$.resource_changes.*',
    '$.deferred_changes.*',
    '$.output_changes.*',
    // Data sources that were read while planning stand here alone.
    '$.prior_state.values.outputs.*',
    ...modules.map((module) => `$.prior_state.values.root_module${module}.resources.*`),
    '$.configuration.root_module.variables',
];
/**
 * How many resources a plan touches, by action; `json` is the plan in pieces, of any size. Each text
 * that Terraform knows to be sensitive goes to `onSecret` on the way: its own output hides them only
 * where the schema of the value says so, and a provider that copies a value elsewhere shows it. Throws
 * where the JSON is not that of a plan.
 */
async function readPlanJson(json, onSecret) {
    const reading = new Reading(onSecret);
    for await (const { path, value } of parts(json))
        reading.take(path, value);
    return reading.finish();
}
/** The values at `selectors`, in the order of the document. */
async function* parts(json) {
    const parser = new JSONParser({ paths: selectors, keepStack: false, stringBufferSize: 1 << 16 });
    const found = [];
    parser.onValue = ({ value, key, stack }) => {
        const path = [...stack.slice(1).map((above) => above.key), key];
        found.push({ path: path.map(String), value });
    };
    // What it says of a mistake may quote a value of the plan.
    parser.onError = () => {
        throw new Error('it is not JSON');
    };
    for await (const piece of json) {
        parser.write(piece);
        yield* found.splice(0);
    }
    if (!parser.isEnded)
        throw new Error('it ends too early');
}
/** What is known of a plan while its parts come. */
class Reading {
    #onSecret;
    #summary = {
        ...{ add: 0, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 },
        ...{ drift: 0, deferred: 0 },
    };
    #isPlan = false;
    #variables = {};
    constructor(onSecret) {
        this.#onSecret = onSecret;
    }
    take([first, , third], value) {
        if (first === 'format_version')
            this.#isPlan = true;
        else if (first === 'variables')
            this.#variables = variables.parse(value);
        else if (first === 'resource_changes')
            this.#resource(resourceChange.parse(value));
        else if (first === 'resource_drift')
            this.#drift(resourceChange.parse(value));
        else if (first === 'deferred_changes')
            this.#deferred(deferredChange.parse(value));
        else if (first === 'output_changes')
            this.#changed(change.parse(value));
        else if (first === 'configuration')
            this.#declared(declarations.parse(value));
        else if (third === 'outputs')
            this.#output(plan_json_output.parse(value));
        else
            this.#state(stateResource.parse(value));
    }
    finish() {
        if (this.#isPlan)
            return this.#summary;
        throw new Error('it has no format_version');
    }
    #resource(resource) {
        for (const kind of kinds(resource))
            this.#summary[kind] += 1;
        this.#changed(resource.change);
    }
    #drift({ change: drifted }) {
        // A refresh-only plan lists here what merely moved as well.
        if (drifted.actions[0] !== 'no-op')
            this.#summary.drift += 1;
        this.#changed(drifted);
    }
    #deferred({ resource_change: resource }) {
        this.#summary.deferred += 1;
        if (resource)
            this.#changed(resource.change);
    }
    #changed(one) {
        this.#hide(one.before, one.before_sensitive);
        this.#hide(one.after, one.after_sensitive);
    }
    #declared(declared) {
        for (const [name, { sensitive }] of Object.entries(declared)) {
            this.#hide(this.#variables[name]?.value, sensitive);
        }
    }
    #output({ value, sensitive }) {
        this.#hide(value, sensitive);
    }
    #state({ values, sensitive_values }) {
        this.#hide(values, sensitive_values);
    }
    #hide(value, marks) {
        for (const text of marked(value, marks))
            this.#onSecret(text);
    }
}
/** What a change counts as: a replacement once, as a replacement; a data source not at all. */
function kinds({ mode, previous_address, change: one }) {
    if (mode === 'data')
        return [];
    const found = actionKinds(one.actions);
    if (one.importing)
        found.push('import');
    if (previous_address !== undefined)
        found.push('move');
    return found;
}
function actionKinds(actions) {
    // Both orders of create and delete. One that is forgotten instead of deleted still exists.
    if (actions.length === 2 && !actions.includes('forget'))
        return ['replace'];
    return actions.flatMap((action) => actionKind.get(action) ?? []);
}
const actionKind = new Map([
    ['create', 'add'],
    ['update', 'change'],
    ['delete', 'destroy'],
    ['forget', 'forget'],
]);
/** The texts in `value` at the places where `marks`, of the same shape, says true. */
function marked(value, marks) {
    if (marks === true)
        return texts(value);
    if (typeof marks !== 'object' || marks === null)
        return [];
    if (typeof value !== 'object' || value === null)
        return [];
    const inside = new Map(Object.entries(value));
    return Object.entries(marks).flatMap(([key, mark]) => marked(inside.get(key), mark));
}
/** A number with fewer digits is a port or a count: it stands everywhere, and is easily guessed. */
const shortestNumber = 6;
function texts(value) {
    if (typeof value === 'string')
        return [value];
    if (typeof value === 'number') {
        const digits = String(value);
        return digits.length < shortestNumber ? [] : [digits];
    }
    if (typeof value !== 'object' || value === null)
        return [];
    return Object.values(value).flatMap(texts);
}

;// CONCATENATED MODULE: ./src/runner/plans/plan-document.js



/**
 * The plan of the dirspace as JSON: shown once, whoever asks, and its sensitive values made secrets of
 * the run. Undefined where the engine has none, or where it cannot be read, which is said in the log: it
 * is a plan all the same.
 */
async function planDocument(call) {
    const { dirspace } = call.place;
    dirspace.document ??= readDocument(call);
    return await dirspace.document;
}
/** The plan was made anew: what was known of the one before does not count. */
function forgetDocument({ place: { run, dirspace } }) {
    dirspace.document = undefined;
    const { path, workspace } = dirspace.dir;
    const { planDocuments } = run;
    const known = planDocuments.findIndex((one) => one.dir === path && one.workspace === workspace);
    if (known !== -1)
        planDocuments.splice(known, 1);
}
async function readDocument(call) {
    const { run, dirspace, show } = call.place;
    const { showJson } = dirspace.engine;
    if (!showJson)
        return undefined;
    const file = `${dirspace.planFile}.json`;
    const shown = await showJson(call, file);
    const read = shown.exitCode === 0
        ? await readSummary(file, (text) => run.masker.add(text))
        : { reason: `exit code ${shown.exitCode}. ${shown.stderr.trim()}` };
    if ('reason' in read) {
        show(`The plan could not be read as JSON: ${read.reason}\nIt is stored and can be applied, but what it ` +
            'changes is not counted, and the values that it marks as sensitive are hidden only where ' +
            `${dirspace.engine.name} itself hides them.\n`);
        return undefined;
    }
    const { path: dir, workspace } = dirspace.dir;
    const document = { dir, workspace, file, summary: read.summary };
    run.planDocuments.push(document);
    return document;
}
async function readSummary(file, onSecret) {
    try {
        return { summary: await readPlanJson((0,external_node_fs_.createReadStream)(file), onSecret) };
    }
    catch (error) {
        if (error instanceof classic_errors/* ZodError */.G)
            return { reason: errors/* prettifyError */.S1(error) };
        return { reason: error instanceof Error ? error.message : String(error) };
    }
}

;// CONCATENATED MODULE: ./src/runner/results/json-depth.js
/** A server takes results with lists and maps within each other up to 200, and part of that is ours. */
const deepestJson = 150;
/**
 * Whether lists and maps in a JSON value nest deeper than a result may have it. A program can print a
 * million brackets, and what reads a value by calling itself runs out of stack.
 */
function isTooDeep(value) {
    let level = containersAmong([value]);
    for (let depth = 1; level.length > 0; depth += 1) {
        if (depth > deepestJson)
            return true;
        level = level.flatMap((container) => containersAmong(Object.values(container)));
    }
    return false;
}
function containersAmong(values) {
    return values.filter((value) => typeof value === 'object' && value !== null);
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
    const names = asked.map(({ token, name }) => token ?? name ?? 'approval');
    const payload = { ...outcome.payload, gates: names };
    return { ...outcome, payload, ignoreErrors: true, gates: asked };
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
    const file = await planToCheck(step, place);
    const say = (line) => place.show(`${line}\n`);
    const request = { tool: step.type, version: undefined, cwd: place.cwd, env, say };
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
    const data = step.type === 'opa' ? policy_step_jsonOf(result.stdout) : undefined;
    const payload = { ...texts, cmd, exit_code: result.exitCode, visible_on };
    return gated({ success, payload: { ...payload, ...(data !== undefined && { data }) } }, step.gate);
}
/** The plan as JSON, in a file. Throws `StepFailed` where there is none. */
async function planToCheck(step, place) {
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
/**
 * What OPA printed, or undefined where it is no JSON (it is cut, or masked in the wrong place), or too deep
 * for a result.
 */
function policy_step_jsonOf(text) {
    try {
        const data = JSON.parse(text);
        return isTooDeep(data) ? undefined : data;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./src/runner/mask/mask.js + 2 modules
var mask = __webpack_require__(9759);
// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(6193);
;// CONCATENATED MODULE: ./src/runner/plans/base64-stream.js

/** The bytes in base64. */
async function* toBase64(bytes) {
    const encoder = new external_node_string_decoder_.StringDecoder('base64');
    for await (const piece of bytes)
        yield Buffer.from(encoder.write(Buffer.from(piece)), 'latin1');
    yield Buffer.from(encoder.end(), 'latin1');
}
/** The bytes that a text in base64 stands for. */
async function* fromBase64(text) {
    let left = '';
    for await (const piece of text) {
        const all = left + Buffer.from(piece).toString('latin1');
        const whole = all.length - (all.length % 4);
        left = all.slice(whole);
        yield Buffer.from(all.slice(0, whole), 'base64');
    }
    yield Buffer.from(left, 'base64');
}
/** How long so many bytes are in base64. */
function base64Length(bytes) {
    return Math.ceil(bytes / 3) * 4;
}

;// CONCATENATED MODULE: ./src/runner/plans/long-member.js
const quote = '"'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);
/** What is not the member itself is small, in bytes; what comes after so many is lost. */
const largestRest = 1 << 20;
/** Within so many characters stand a key, its colon and a quote. */
const keyLength = 100;
/**
 * Reads a JSON object of which the member `data` is base64 that is too long for memory: `text` gives
 * its characters as they come, and leaves the rest of the object, in which the member is an empty text,
 * in `rest`.
 */
class LongMember {
    #rest = '';
    #depth = 0;
    #state = 'outside';
    /** JSON, once `text` has come to its end. */
    get rest() {
        return Buffer.from(this.#rest, 'latin1').toString();
    }
    /** The characters of the member; none where the JSON is something else. */
    async *text(json) {
        for await (const piece of json)
            yield* this.#split(piece);
    }
    *#split(piece) {
        for (let at = 0; at < piece.length; at += 1) {
            if (this.#state !== 'in the member') {
                this.#outside(piece.readUInt8(at));
                continue;
            }
            const end = piece.indexOf(quote, at);
            yield long_member_unescaped(piece.subarray(at, end === -1 ? piece.length : end));
            if (end === -1)
                return;
            this.#outside(quote);
            at = end;
        }
    }
    #outside(byte) {
        const character = String.fromCharCode(byte);
        if (this.#rest.length < largestRest)
            this.#rest += character;
        switch (this.#state) {
            case 'outside':
                if (character === '"')
                    this.#state = this.#isMember() ? 'in the member' : 'in a text';
                else if ('{['.includes(character))
                    this.#depth += 1;
                else if (']}'.includes(character))
                    this.#depth -= 1;
                return;
            case 'after a backslash':
                this.#state = 'in a text';
                return;
            default:
                if (character === '"')
                    this.#state = 'outside';
                else if (character === '\\')
                    this.#state = 'after a backslash';
        }
    }
    #isMember() {
        return this.#depth === 1 && /[{,]\s*"data"\s*:\s*"$/.test(this.#rest.slice(-keyLength));
    }
}
/** In base64 only a slash may be escaped, and some encoders do it. */
function long_member_unescaped(text) {
    return text.includes(backslash) ? Buffer.from(text.filter((byte) => byte !== backslash)) : text;
}

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

;// CONCATENATED MODULE: ./src/runner/plans/plan-seal.js





/** What a plan is for. It is applied to nothing else. */
const planBinding = classic_schemas/* strictObject */.rej({
    repository: classic_schemas/* string */.YjP(),
    /** Number of the pull request, or the kind of a run that has none. */
    pull_request: classic_schemas/* string */.YjP(),
    dir: classic_schemas/* string */.YjP(),
    workspace: classic_schemas/* string */.YjP(),
    base_ref: classic_schemas/* string */.YjP(),
    /** The commit that was planned. */
    head_sha: classic_schemas/* string */.YjP(),
    /** The git tree that was planned: that commit with the base branch merged. */
    tree: classic_schemas/* string */.YjP(),
});
/** What it takes to open a sealed file, but for the key; all in base64. */
const planSeal = classic_schemas/* object */.Ikc({ salt: classic_schemas/* base64 */.K39(), nonce: classic_schemas/* base64 */.K39(), tag: classic_schemas/* base64 */.K39() });
/**
 * Encrypts `file` into `sealedFile` (AES-256-GCM, a fresh key derived by HKDF for each plan), so that it
 * opens for `bound` alone.
 */
async function sealFile(file, sealedFile, bound, key) {
    const salt = (0,external_node_crypto_.randomBytes)(32);
    const nonce = (0,external_node_crypto_.randomBytes)(12);
    const cipher = (0,external_node_crypto_.createCipheriv)('aes-256-gcm', derive(key, salt, 'plan'), nonce);
    cipher.setAAD(authenticated(bound));
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(file), cipher, (0,external_node_fs_.createWriteStream)(sealedFile, { mode: 0o600 }));
    const tag = cipher.getAuthTag();
    return {
        salt: salt.toString('base64'),
        nonce: nonce.toString('base64'),
        tag: tag.toString('base64'),
    };
}
/**
 * Decrypts what `sealFile` made; resolves to whether it is what was sealed. Where it is not, there is no
 * `file`.
 */
async function openSealedFile(sealedFile, file, seal, bound, key) {
    const bytes = (text) => Buffer.from(text, 'base64');
    try {
        const opening = derive(key, bytes(seal.salt), 'plan');
        const options = { authTagLength: 16 };
        const decipher = (0,external_node_crypto_.createDecipheriv)('aes-256-gcm', opening, bytes(seal.nonce), options);
        decipher.setAAD(authenticated(bound));
        decipher.setAuthTag(bytes(seal.tag));
        await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(sealedFile), decipher, (0,external_node_fs_.createWriteStream)(file, { mode: 0o600 }));
        return true;
    }
    catch (error) {
        await (0,promises_.rm)(file, { force: true });
        if (error instanceof Error && 'syscall' in error)
            throw error;
        return false;
    }
}
/** Proves that whoever sealed a file for `bound` said `text` with it; in base64. */
function proofOf(text, { salt }, bound, key) {
    const proving = derive(key, Buffer.from(salt, 'base64'), 'commands');
    return (0,external_node_crypto_.createHmac)('sha256', proving).update(authenticated(bound)).update(text).digest('base64');
}
/** Whether a `proof` is the one that `proofOf` makes. */
function isProof(proof, ...[text, seal, bound, key]) {
    const right = Buffer.from(proofOf(text, seal, bound, key));
    const given = Buffer.from(proof);
    return given.length === right.length && (0,external_node_crypto_.timingSafeEqual)(given, right);
}
/** The SHA-256 of a file, in hexadecimal. */
async function digestOf(file) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(file), hash);
    return hash.digest('hex');
}
function derive(key, salt, what) {
    return Buffer.from((0,external_node_crypto_.hkdfSync)('sha256', key, salt, `terrane ${what} 1`, 32));
}
/** The binding as bytes, its fields in one order whatever order JSON had them in. */
function authenticated(bound) {
    const fields = planBinding.keyof().options.map((field) => [field, bound[field]]);
    return Buffer.from(JSON.stringify(fields));
}

;// CONCATENATED MODULE: ./src/runner/plans/plan-envelope.js



/*
 * A stored plan and what is to be known to use it. Servers do not look into it. Envelopes of other
 * runners of this protocol have neither `bound` nor `sha256`.
 */
const plan_envelope_common = {
    version: classic_schemas/* literal */.euz(1),
    bound: planBinding.optional(),
    /** Of the stored bytes, which are those of the plan or, where it is sealed, of its ciphertext. */
    sha256: classic_schemas/* string */.YjP().optional(),
};
/** The stored bytes in base64. They never are in memory as a whole, so here is an empty text. */
const inline = { ...plan_envelope_common, data: classic_schemas/* literal */.euz('') };
const elsewhere = {
    ...plan_envelope_common,
    fetch: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).min(1),
    delete: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).nullish(),
    /** The variables in both that are to be replaced when they are run. */
    late: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).default(['plan_dst_path']),
    seal: planSeal.optional(),
    /** That the commands are those of whoever sealed the plan. */
    commands_proof: classic_schemas/* string */.YjP().optional(),
};
const envelope = classic_schemas/* discriminatedUnion */.gMt('method', [
    classic_schemas/* object */.Ikc({ method: classic_schemas/* literal */.euz('terrateam'), ...inline }),
    // A method of its own: another runner would take the ciphertext for the plan.
    classic_schemas/* object */.Ikc({ method: classic_schemas/* literal */.euz('terrane-sealed'), ...inline, seal: planSeal }),
    classic_schemas/* object */.Ikc({ method: classic_schemas/* literal */.euz('cmd'), ...elsewhere }),
    classic_schemas/* object */.Ikc({ method: classic_schemas/* literal */.euz('s3'), ...elsewhere }),
]);
const planAgain = 'Plan again, then apply.';
/** Reads an envelope whose `data` was taken out. Throws `StepFailed` where it has another form. */
function readEnvelope(json) {
    const parsed = envelope.safeParse(plan_envelope_jsonOf(json));
    if (parsed.success)
        return parsed.data;
    throw new step_result/* StepFailed */.an(`The stored plan has a form that this runner does not know. ${planAgain}`);
}
/** Throws `StepFailed` where the plan is not for what is `expected`, or cannot be opened here. */
function checkEnvelope(stored, { bound, ofBase, hasKey }) {
    const sealed = 'seal' in stored && stored.seal !== undefined;
    if (hasKey && !sealed) {
        // Whoever can replace a stored plan could otherwise have an unsealed one applied.
        throw new step_result/* StepFailed */.an(`TERRANE_PLAN_KEY is set, but the stored plan is not sealed. ${planAgain}`);
    }
    if (!hasKey && sealed) {
        throw new step_result/* StepFailed */.an('The stored plan is sealed: set the secret TERRANE_PLAN_KEY that it was sealed with.');
    }
    // What other changes have come into the base branch does not matter to a server that lets a plan be
    // applied after a merge. Only a sealed plan need not trust it.
    const moved = stored.bound ? whatMoved(stored.bound, bound, sealed || !ofBase) : [];
    if (moved.length === 0)
        return;
    throw new step_result/* StepFailed */.an(`The stored plan is for something else:\n${moved.join('\n')}\n${planAgain}`);
}
/** The proof that goes with the commands of a sealed plan; undefined for one that is not sealed. */
function commandsProof(commands, { bound, seal }, key) {
    if (!bound || !seal || key === undefined)
        return undefined;
    return proofOf(commandsText(commands), seal, bound, key);
}
/**
 * The stored commands run in this job: throws `StepFailed` where the storage that is configured has none,
 * and where plans are sealed and these are not of whoever sealed this one.
 */
function checkCommands({ method, bound, seal, commands_proof, ...commands }, configured, key) {
    if (method !== configured) {
        throw new step_result/* StepFailed */.an(`The plan was stored by the method ${method}, and storage.plans has the method ${configured}. ${planAgain}`);
    }
    if (key === undefined)
        return;
    const proven = bound &&
        seal &&
        commands_proof !== undefined &&
        isProof(commands_proof, commandsText(commands), seal, bound, key);
    if (proven)
        return;
    throw new step_result/* StepFailed */.an('The commands that fetch the stored plan were changed after it was made, or TERRANE_PLAN_KEY is ' +
        `another. ${planAgain}`);
}
function commandsText({ fetch, delete: remove, late }) {
    return JSON.stringify([fetch, remove ?? [], late]);
}
/**
 * The same commit with the same base branch is what was planned, and so is the same tree: after a
 * merge the commit is another one.
 */
function whatMoved(bound, now, commitCounts) {
    const fields = [
        ...['repository', 'pull_request', 'dir', 'workspace', 'base_ref'],
        ...(commitCounts && bound.tree !== now.tree ? ['head_sha'] : []),
    ];
    return fields
        .filter((field) => bound[field] !== now[field])
        .map((field) => `  ${field}: planned for ${bound[field]}, now ${now[field]}`);
}
function plan_envelope_jsonOf(json) {
    try {
        return JSON.parse(json);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/runner/plans/plan-storage-config.js


const plan_storage_config_argv = classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).min(1);
const plan_storage_config_extraArgs = classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).default([]);
const planStorage = classic_schemas/* discriminatedUnion */.gMt('method', [
    classic_schemas/* object */.Ikc({ method: classic_schemas/* literal */.euz('terrateam') }),
    classic_schemas/* object */.Ikc({
        method: classic_schemas/* literal */.euz('cmd'),
        store: plan_storage_config_argv,
        fetch: plan_storage_config_argv,
        delete: classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()).nullish(),
    }),
    classic_schemas/* object */.Ikc({
        method: classic_schemas/* literal */.euz('s3'),
        bucket: classic_schemas/* string */.YjP(),
        region: classic_schemas/* string */.YjP(),
        path: classic_schemas/* string */.YjP().default('terrateam/plans/$dir/$workspace/$date-$time-$token'),
        access_key_id: classic_schemas/* string */.YjP().optional(),
        secret_access_key: classic_schemas/* string */.YjP().optional(),
        delete_used_plans: classic_schemas/* boolean */.zMY().default(true),
        store_extra_args: plan_storage_config_extraArgs,
        fetch_extra_args: plan_storage_config_extraArgs,
        delete_extra_args: plan_storage_config_extraArgs,
    }),
]);
/** Where the configuration of a run has its plans kept. Throws `StepFailed`. */
function planStorageOf({ config }) {
    const parsed = planStorage.safeParse(config.storage?.plans ?? { method: 'terrateam' });
    if (parsed.success)
        return parsed.data;
    throw new step_result/* StepFailed */.an(`storage.plans cannot be used:\n${errors/* prettifyError */.S1(parsed.error)}`);
}
function storageCommands(storage) {
    if (storage.method === 's3')
        return s3Commands(storage);
    const { store, fetch, delete: remove } = storage;
    return { store, fetch, delete: remove && remove.length > 0 ? remove : undefined };
}
function s3Commands(s3) {
    const url = `s3://${s3.bucket}/${s3.path}`;
    const options = ['--region', s3.region, '--only-show-errors'];
    const remove = ['aws', 's3', 'rm', url, ...options, ...s3.delete_extra_args];
    return {
        store: ['aws', 's3', 'cp', '$plan_path', url, ...options, ...s3.store_extra_args],
        fetch: ['aws', 's3', 'cp', url, '$plan_dst_path', ...options, ...s3.fetch_extra_args],
        delete: s3.delete_used_plans ? remove : undefined,
    };
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
;// CONCATENATED MODULE: ./src/runner/plans/plan-upload.js



/**
 * Body of a request that stores a plan: the envelope in base64, in which the plan, where it comes with
 * it, is base64 itself. It is encoded while it is sent: no plan is too large for memory.
 */
function planRequest(request, envelope, plan) {
    if (!plan) {
        const plan_data = Buffer.from(JSON.stringify(envelope)).toString('base64');
        return JSON.stringify({ ...request, plan_data });
    }
    const { file, size } = plan;
    const start = withMember(request, 'plan_data');
    const envelopeStart = withMember(envelope, 'data');
    const envelopeLength = envelopeStart.length + base64Length(size) + end.length;
    async function* envelopeBytes() {
        yield envelopeStart;
        yield* toBase64((0,external_node_fs_.createReadStream)(file));
        yield end;
    }
    async function* body() {
        yield start;
        yield* toBase64(envelopeBytes());
        yield end;
    }
    return {
        length: start.length + base64Length(envelopeLength) + end.length,
        open: () => external_node_stream_.Readable.from(body(), { objectMode: false }),
    };
}
const end = Buffer.from('"}');
/** The JSON of an object up to the beginning of one more member's text. */
function withMember(value, name) {
    return Buffer.from(`${JSON.stringify(value).slice(0, -1)},"${name}":"`);
}

;// CONCATENATED MODULE: ./src/runner/plans/storage-command.js

const destination = 'plan_dst_path';
/** The command as it is to be run now. Throws `MissingVariable`. */
function commandNow(argv, variables, env) {
    return argv.map((arg) => replaceVariables(arg, (name) => valueNamed(name, variables, env)));
}
/**
 * The command for another job, in which the values of this one still say where the plan is. A variable of
 * the environment whose value `staysHere` stays a name, and so does `plan_dst_path`, which is another one
 * there. Throws `MissingVariable`.
 */
function commandForLater(argv, variables, env, staysHere) {
    const late = new Set();
    const replaced = argv.map((arg) => replaceVariables(arg, (name, found) => {
        const value = name === destination ? undefined : valueNamed(name, variables, env);
        if (value !== undefined && (variables.has(name) || !staysHere(name, value)))
            return value;
        late.add(name);
        return found;
    }));
    return { argv: replaced, late: [...late] };
}
/** The command of another job, as it is to be run now. Throws `MissingVariable`. */
function commandOfEarlier({ argv, late }, variables, env) {
    return argv.map((arg) => replaceVariables(arg, (name, found) => late.includes(name) ? valueNamed(name, variables, env) : found));
}
/** A directory or a workspace of a pull request may be called `$SECRET`: their values are taken as they are. */
function valueNamed(name, variables, env) {
    const own = variables.get(name);
    if (own !== undefined)
        return own;
    if (Object.hasOwn(env, name))
        return substitute([`\${${name}}`], env).join('');
    throw new MissingVariable(name, [...variables.keys(), destination, ...Object.keys(env)]);
}

;// CONCATENATED MODULE: ./src/runner/plans/storage-elsewhere.js






/**
 * Stores a file with the programs of the configuration. Resolves to how it is fetched and deleted when
 * the plan is applied. Throws where it cannot be stored.
 */
async function storeElsewhere(place, storage, file) {
    const env = storageEnvironment(place, storage);
    const commands = storageCommands(storage);
    const variables = storageVariables(place, file);
    const later = (which, argv) => filledIn(which, () => commandForLater(argv, variables, env, (name, value) => isOfThisJob(place, name, value)));
    const fetch = later('fetch', commands.fetch);
    const remove = commands.delete && later('delete', commands.delete);
    const store = filledIn('store', () => commandNow(commands.store, variables, env));
    await runCommand(place, 'store', store, env);
    return {
        fetch: [...fetch.argv],
        ...(remove && { delete: [...remove.argv] }),
        late: [...new Set([...fetch.late, ...(remove?.late ?? [])])],
    };
}
/** Fetches what was stored to `file`. Throws where that fails. */
async function fetchFromElsewhere(place, { fetch, late }, file) {
    const env = storageEnvironment(place, planStorageOf(place.run));
    const variables = new Map([['plan_dst_path', file]]);
    const argv = filledIn('fetch', () => commandOfEarlier({ argv: fetch, late }, variables, env));
    await (0,promises_.rm)(file, { force: true });
    await runCommand(place, 'fetch', argv, env);
    await (0,promises_.access)(file).catch(() => {
        throw new step_result/* StepFailed */.an(`${argv[0]} was to fetch the plan to ${file} ($plan_dst_path), but there is nothing.`);
    });
}
/** Deletes what was stored, if it is to be. Throws where that fails. */
async function deleteElsewhere(place, { delete: remove, late }) {
    if (!remove || remove.length === 0)
        return;
    const env = storageEnvironment(place, planStorageOf(place.run));
    const argv = filledIn('delete', () => commandOfEarlier({ argv: remove, late }, new Map(), env));
    await runCommand(place, 'delete', argv, env);
}
/** A command with its variables filled in. Throws `StepFailed`, which says of which one it lacks. */
function filledIn(which, fill) {
    try {
        return fill();
    }
    catch (error) {
        if (!(error instanceof MissingVariable))
            throw error;
        throw new step_result/* StepFailed */.an(`storage.plans, ${which}: ${error.message}`);
    }
}
/** Variables that say where something is on the machine of a job. */
const places = new Set([
    ...['PATH', 'HOME', 'PWD', 'TMPDIR', 'TERRATEAM_ROOT', 'TERRATEAM_TMPDIR', 'TERRATEAM_PLAN_FILE'],
    ...['GITHUB_WORKSPACE', 'RUNNER_TEMP', 'RUNNER_TOOL_CACHE', 'CI_PROJECT_DIR', 'CI_BUILDS_DIR'],
]);
/**
 * Whether a variable is not to travel into the job that applies: a secret must not, and what is in the
 * checkout or among the temporary files of this job is elsewhere in that one.
 */
function isOfThisJob({ run }, name, value) {
    const { root } = run.settings;
    const isHere = places.has(name) || value.includes(root) || value.includes(run.tmpdir);
    return isHere || run.masker.mask(value) !== value;
}
function storageVariables({ run, dirspace }, file) {
    const now = new Date(run.clock.now()).toISOString();
    return new Map([
        ['plan_path', file],
        ['dir', dirspace.dir.path],
        ['workspace', dirspace.dir.workspace],
        ['date', now.slice(0, 10)],
        ['time', now.slice(11, 19).replaceAll(':', '')],
        ['token', (0,external_node_crypto_.randomUUID)()],
    ]);
}
/** That of the steps, with the credentials of the storage, which no argument and no envelope has. */
function storageEnvironment(place, storage) {
    if (storage.method !== 's3')
        return place.env;
    const { access_key_id, secret_access_key } = storage;
    const given = [access_key_id, secret_access_key].filter((value) => value !== undefined);
    const [id, secret] = substitute(given, place.env);
    if (given.length === 0)
        return place.env;
    if (id === undefined || secret === undefined) {
        throw new step_result/* StepFailed */.an('storage.plans has one of access_key_id and secret_access_key: give both.');
    }
    for (const value of [id, secret])
        place.run.masker.add(value);
    // A session that a step before has begun is one of other credentials.
    const { AWS_SESSION_TOKEN: _, ...env } = place.env;
    return { ...env, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret };
}
async function runCommand({ run, cwd, show }, which, argv, env) {
    show(`storage.plans, ${which}: ${argv.join(' ')}\n`);
    const result = await run.programs.run({ argv, cwd, env }, { kind: 'quiet' });
    if (result.kind === 'not-found')
        throw new step_result/* StepFailed */.an(notFound(which, result.program));
    if (result.exitCode === 0)
        return;
    throw new step_result/* StepFailed */.an(`${argv.join(' ')}\nfailed with exit code ${result.exitCode}:\n${(0,step_result/* joined */.oR)(result)}`);
}
function notFound(which, program) {
    if (program.includes('/')) {
        return `storage.plans, ${which}: ${program} is not there, or may not be executed (chmod +x).`;
    }
    return (`storage.plans, ${which}: ${program} was not found on PATH. Install it in the workflow before this ` +
        'action.');
}

;// CONCATENATED MODULE: ./src/runner/plans/plan-storage.js














/**
 * Stores the plan that stands in `planFile`; an engine that keeps none has an empty one stored, which
 * proves that this was planned. Throws an error that says why it could not.
 */
async function storePlan(place, hasChanges) {
    const { planFile } = place.dirspace;
    await (0,promises_.writeFile)(planFile, '', { flag: 'a', mode: 0o600 });
    const { planKey } = place.run.settings;
    if (planKey === undefined)
        return await store(place, planFile, undefined, hasChanges);
    const sealed = `${planFile}.sealed`;
    try {
        const seal = await sealFile(planFile, sealed, bindingOf(place), planKey);
        await store(place, sealed, seal, hasChanges);
    }
    finally {
        await (0,promises_.rm)(sealed, { force: true });
    }
}
/** Stores `file`, which is the plan or, with a `seal`, its ciphertext. */
async function store(place, file, seal, has_changes) {
    const storage = planStorageOf(place.run);
    const about = {
        version: 1,
        bound: bindingOf(place),
        sha256: await digestOf(file),
        seal,
    };
    const { path, workspace } = place.dirspace.dir;
    const { controlPlane } = place.run;
    const request = { path, workspace, has_changes };
    if (storage.method !== 'terrateam') {
        const commands = await storeElsewhere(place, storage, file);
        const commands_proof = commandsProof(commands, about, place.run.settings.planKey);
        const envelope = { method: storage.method, ...about, ...commands, commands_proof };
        return await controlPlane.storePlan(planRequest(request, envelope));
    }
    const { size } = await (0,promises_.stat)(file);
    const envelope = { method: seal ? 'terrane-sealed' : 'terrateam', ...about };
    try {
        await controlPlane.storePlan(planRequest(request, envelope, { file, size }));
    }
    catch (error) {
        if (!(error instanceof control_plane/* ControlPlaneError */.C))
            throw error;
        throw new step_result/* StepFailed */.an(`${error.message}\nThe plan has ${megabytes(size)}. If that is more than the control plane takes, ` +
            'have plans kept in a place of your own: storage.plans in the configuration, with the method s3 ' +
            'or cmd.');
    }
}
/**
 * Puts the stored plan where the apply finds it, in `planFile`, and resolves to where it came from.
 * Throws `StepFailed` when there is none to trust.
 */
async function fetchPlan(place) {
    const { planFile } = place.dirspace;
    const { settings, manifest } = place.run;
    const stored = `${planFile}.stored`;
    try {
        const envelope = await fetchEnvelope(place, stored);
        const bound = bindingOf(place);
        const hasKey = settings.planKey !== undefined;
        checkEnvelope(envelope, { bound, ofBase: isOfBase(manifest), hasKey });
        if ('fetch' in envelope) {
            checkCommands(envelope, planStorageOf(place.run).method, settings.planKey);
            await fetchFromElsewhere(place, envelope, stored);
        }
        if (envelope.sha256 !== undefined && envelope.sha256 !== (await digestOf(stored))) {
            throw new step_result/* StepFailed */.an(`What the storage gave back is not the plan that was stored: its SHA-256 is another. ${planAgain}`);
        }
        await plan_storage_open(stored, planFile, envelope, settings.planKey);
        return envelope;
    }
    finally {
        await (0,promises_.rm)(stored, { force: true });
    }
}
/** The envelope of the stored plan. The plan itself is written to `file` where it comes with it. */
async function fetchEnvelope({ run: { controlPlane }, dirspace }, file) {
    const { path, workspace } = dirspace.dir;
    let envelope = '';
    const found = await controlPlane.fetchPlan(path, workspace, async (answer) => {
        const [outer, inner] = [new LongMember(), new LongMember()];
        await (0,external_node_stream_promises_.pipeline)(answer, (bytes) => outer.text(bytes), fromBase64, (bytes) => inner.text(bytes), fromBase64, (0,external_node_fs_.createWriteStream)(file, { mode: 0o600 }));
        envelope = inner.rest;
    });
    if (found)
        return readEnvelope(envelope);
    throw new step_result/* StepFailed */.an(`There is no plan to apply for ${path} (${workspace}): it was used, has expired, or is for ` +
        `another commit. ${planAgain}`);
}
async function plan_storage_open(stored, planFile, envelope, key) {
    const { bound } = envelope;
    const seal = 'seal' in envelope ? envelope.seal : undefined;
    if (seal === undefined)
        return await (0,promises_.rename)(stored, planFile);
    const opened = bound && key !== undefined && (await openSealedFile(stored, planFile, seal, bound, key));
    if (opened)
        return;
    throw new step_result/* StepFailed */.an(`The stored plan was changed after it was made, or TERRANE_PLAN_KEY is another. ${planAgain}`);
}
/** Deletes the plan that was applied where it is kept outside of the control plane; says so if it cannot. */
async function discardPlan(place, envelope) {
    if (!('fetch' in envelope))
        return;
    try {
        await deleteElsewhere(place, envelope);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        place.show(`The plan is applied, but it could not be deleted where it is stored:\n${reason}\n`);
    }
}
function megabytes(bytes) {
    return `${(bytes / 1e6).toFixed(1)} MB`;
}

;// CONCATENATED MODULE: ./src/runner/steps/apply-step.js







const visible_on = 'always';
/** Applies the stored plan (or, in an unsafe apply, whatever is to be done now) and reads the outputs. */
async function applyStep(step, place) {
    const { engine } = place.dirspace;
    const call = { place, extraArgs: step.extra_args, env: step.env };
    const unsafe = place.run.manifest.type === 'unsafe-apply';
    const plan = unsafe ? undefined : await fetchPlan(place);
    const tries = [];
    const attempt = async () => {
        const result = await (unsafe ? engine.unsafeApply(call) : engine.apply(call));
        tries.push(result);
        return result;
    };
    const { clock, interruption } = place.run;
    const isFinal = (result) => result.exitCode === 0 || isStale(result);
    const again = (text) => place.show(`apply failed, ${text}\n`);
    const apply = await (0,runner_retry/* retry */.L)(retryRule(step), clock, attempt, isFinal, again, interruption.begun);
    if (apply.exitCode !== 0) {
        const payload = { text: failureText(tries), visible_on };
        return { success: false, payload, exitCode: apply.exitCode };
    }
    if (plan)
        await discardPlan(place, plan);
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
const outputsJson = classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* unknown */.L5J());
/** As terraform prints an output; a program of the user's own may print another form. */
const sensitiveOutput = classic_schemas/* looseObject */._H3({ sensitive: classic_schemas/* literal */.euz(true), value: classic_schemas/* unknown */.L5J() });
/** The outputs after the apply, without the sensitive values; nothing when there are none. */
async function readOutputs(result, place) {
    if (result.exitCode !== 0)
        return { error: `Could not read the outputs:\n${(0,step_result/* joined */.oR)(result)}` };
    const parsed = parseOutputs(result.stdout);
    if (!parsed)
        return { error: 'The outputs are not a JSON object, as `output -json` prints it.' };
    if (isTooDeep(parsed))
        return { error: `The outputs nest more than ${deepestJson} deep.` };
    const shownOutputs = {};
    for (const [name, output] of Object.entries(parsed)) {
        const sensitive = sensitiveOutput.safeParse(output).data;
        for (const text of marked(sensitive?.value, true))
            place.run.masker.add(text);
        shownOutputs[name] = sensitive ? { ...sensitive, value: mask/* mask */.d } : output;
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

// EXTERNAL MODULE: ./src/runner/http/http-retry.js
var http_retry = __webpack_require__(3127);
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
const forge_api_refusal = classic_schemas/* object */.Ikc({ message: classic_schemas/* unknown */.L5J(), error: classic_schemas/* unknown */.L5J() }).partial();
/** Throws `ForgeRefused` with what the forge said, and `StepFailed` where it said nothing of use. */
async function callForge({ place, headers }, { method, path, body }, answer) {
    const url = `${place.run.settings.forge.api}${path}`;
    const what = `${method} ${url}`;
    const request = {
        method,
        headers: { 'user-agent': 'terrane-runner', 'content-type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
    };
    const again = (said) => place.show(`${what}: ${said}\n`);
    const { status, text } = await (0,http_retry/* requestWithRetry */.En)(url, request, place.run.clock, again)
        // The reason is of the network's: a name that is not known, a connection that was refused.
        .catch((error) => {
        throw new step_result/* StepFailed */.an(`${what} failed: ${String(error)}`);
    });
    const parsed = forge_api_jsonOrUndefined(text);
    if (status < 200 || status > 299) {
        throw new ForgeRefused(`${what} answered ${status}. ${said(parsed)}`, status);
    }
    const expected = answer.safeParse(parsed);
    if (expected.success)
        return expected.data;
    throw new step_result/* StepFailed */.an(`${what} answered something else than expected:\n${errors/* prettifyError */.S1(expected.error)}`);
}
/** The items of a list, page after page, each asked for when it is needed. `path` has a query. */
async function* listOf(api, path, item) {
    for (let page = 1;; page += 1) {
        const paged = `${path}&per_page=${pageSize}&page=${page}`;
        const items = await callForge(api, { method: 'GET', path: paged }, classic_schemas/* array */.YOg(item));
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
function forge_api_jsonOrUndefined(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/runner/forge/github-api.js



/** GitHub's API, with the token given. Throws `StepFailed` where there is none. */
function githubApi(place, token) {
    if (!token) {
        throw new step_result/* StepFailed */.an('TERRATEAM_GITHUB_TOKEN is not set: the control plane gave this job no token for GitHub.');
    }
    const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
    };
    return { place, headers };
}
/** A list of issues has the pull requests as well. */
const listed = classic_schemas/* object */.Ikc({ body: classic_schemas/* string */.YjP().nullish(), pull_request: classic_schemas/* unknown */.L5J().optional() });
const created = classic_schemas/* object */.Ikc({ html_url: classic_schemas/* string */.YjP() });
/** The issues of the repository. */
function githubIssues(api) {
    const path = `/repos/${api.place.run.settings.repository}/issues`;
    return {
        openBodies: async function* () {
            for await (const { body, pull_request } of listOf(api, `${path}?state=open`, listed)) {
                if (pull_request === undefined)
                    yield body ?? '';
            }
        },
        create: async (title, body) => {
            const call = { method: 'POST', path, body: { title, body } };
            return (await callForge(api, call, created)).html_url;
        },
    };
}
/** Throws `ForgeRefused` (422) when one of them cannot be asked: then nobody is. */
async function requestReviews(api, pullNumber, { users, teams }) {
    const { repository } = api.place.run.settings;
    const path = `/repos/${repository}/pulls/${pullNumber}/requested_reviewers`;
    const body = { reviewers: users, team_reviewers: teams };
    await callForge(api, { method: 'POST', path, body }, classic_schemas/* unknown */.L5J());
}

;// CONCATENATED MODULE: ./src/runner/forge/github-reviews.js



/**
 * Asks the users and teams among `subjects` for a review of the pull request, and resolves to what did
 * not work. A run that is of no pull request asks nobody.
 */
async function askForReviews(place, subjects) {
    const { settings, reviewsAsked } = place.run;
    const number = pullNumber(place.run);
    if (number === undefined)
        return [];
    const owner = settings.repository.split('/')[0] ?? '';
    const added = new Set(subjects.filter((subject) => !reviewsAsked.has(subject)));
    for (const subject of added)
        reviewsAsked.add(subject);
    const asked = [...added].flatMap((subject) => reviewer(subject, owner) ?? []);
    if (asked.length === 0)
        return [];
    const one = async (reviewers) => {
        await requestReviews(githubApi(place, place.env.TERRATEAM_GITHUB_TOKEN), number, reviewers);
    };
    const together = await refused(() => one(github_reviews_all(asked)));
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
function github_reviews_all(asked) {
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

;// CONCATENATED MODULE: ./src/runner/forge/github-actions.js



const githubActions = {
    issues: async (place) => {
        const { run, env } = place;
        const given = env.TERRATEAM_GITHUB_TOKEN;
        if (given !== undefined)
            run.masker.add(given);
        // A fresh one: the run may have taken longer than the one of its pre hooks lasts.
        const { token = given } = await forgeToken(run, run.manifest);
        return githubIssues(githubApi(place, token));
    },
    askForReviews: askForReviews,
    pullRequestPage: ({ forge, repository }, id) => `${forge.server}/${repository}/pull/${id}`,
};

;// CONCATENATED MODULE: ./src/runner/forge/gitlab-api.js


const gitlab_api_listed = classic_schemas/* object */.Ikc({ description: classic_schemas/* string */.YjP().nullish() });
const gitlab_api_created = classic_schemas/* object */.Ikc({ web_url: classic_schemas/* string */.YjP() });
/** The issues of the project that have all of these labels. */
function gitlabIssues(api, labels) {
    const path = `/projects/${encodeURIComponent(api.place.run.settings.repository)}/issues`;
    const query = new URLSearchParams({ state: 'opened', labels: labels.join() });
    return {
        openBodies: async function* () {
            for await (const { description } of listOf(api, `${path}?${query}`, gitlab_api_listed)) {
                yield description ?? '';
            }
        },
        create: async (title, description) => {
            const body = { title, description, labels: labels.join() };
            return (await callForge(api, { method: 'POST', path, body }, gitlab_api_created)).web_url;
        },
    };
}

;// CONCATENATED MODULE: ./src/runner/forge/gitlab-actions.js


/** Issues about drift have these. */
const labels = ['terrateam', 'drift'];
/** Nobody is asked for reviews, and no program looks at merge requests. */
const gitlabActions = {
    issues: async (place) => {
        const token = place.env.TERRATEAM_DRIFT_ACCESS_TOKEN;
        if (!token) {
            throw new step_result/* StepFailed */.an('TERRATEAM_DRIFT_ACCESS_TOKEN is not set. Make an access token of the project with the scope ' +
                'api, and give it to the job as a masked variable of this name.');
        }
        place.run.masker.add(token);
        return gitlabIssues({ place, headers: { 'private-token': token } }, labels);
    },
    askForReviews: async () => [],
    pullRequestPage: () => undefined,
};

;// CONCATENATED MODULE: ./src/runner/forge/forge-of.js


/** The forge that the repository of the job is on, as steps use it. */
function forgeOf({ forge }) {
    return forge.kind === 'github' ? githubActions : gitlabActions;
}

;// CONCATENATED MODULE: ./src/runner/steps/drift-report.js

/** GitHub takes no more, in characters; GitLab does. */
const longestBody = 65_536;
/** What either forge takes of a title, in characters. */
const longestTitle = 255;
/** Lines of a plan that say nothing of what has drifted. */
const noise = /Refreshing state|\(known after apply\)/;
/** One issue for all of them, or one for each. `log` is where the plans can be read in full. */
function driftReports(drifted, groupBy, log) {
    if (drifted.length === 0)
        return [];
    const title = 'Terrateam: Drift Detected';
    if (groupBy === 'all')
        return [report(title, drifted, log)];
    return drifted.map((one) => report(`${title} - ${one.dir} (${one.workspace})`, [one], log));
}
/** The id in the body of an issue that a report made. */
function reportId(body) {
    return /^Report ID: ([0-9a-f]{32})\s*$/m.exec(body)?.[1];
}
function report(title, drifted, log) {
    const whole = drifted.map(drift_report_section).join('\n\n');
    // Of the whole, also where the issue shows less: other changes are another report.
    const id = (0,external_node_crypto_.createHash)('md5').update(whole).digest('hex');
    const shown = [
        () => whole,
        () => drifted.map((one) => drift_report_section({ ...one, plan: withoutNoise(one.plan) })).join('\n\n'),
    ];
    const bodies = shown.map((text) => drift_report_bodyOf(text(), id));
    const body = bodies.find((text) => text.length <= longestBody) ??
        drift_report_bodyOf(`The plans are too long for an issue: ${drifted.length} in all, in ${log}.`, id);
    return { id, title: title.replace(/\s+/g, ' ').slice(0, longestTitle), body };
}
function drift_report_bodyOf(shown, id) {
    return `Plans of the default branch have changes: something was changed outside of it.\n\n${shown}\n\nReport ID: ${id}\n`;
}
/** The plan, folded, in a block of code that nothing in it can end. */
function drift_report_section({ dir, workspace, plan }) {
    const longestRun = Math.max(0, ...Array.from(plan.matchAll(/`+/g), ([run]) => run.length));
    const fence = '`'.repeat(Math.max(3, longestRun + 1));
    const name = `<code>${drift_report_escaped(dir)}</code> (<code>${drift_report_escaped(workspace)}</code>)`;
    return [
        `<details>\n<summary>${name}</summary>`,
        `${fence}diff\n${plan.replace(/^\n+/, '').trimEnd()}\n${fence}`,
        '</details>',
    ].join('\n\n');
}
function withoutNoise(plan) {
    return plan
        .split('\n')
        .filter((line) => !noise.test(line))
        .join('\n');
}
function drift_report_escaped(text) {
    const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
    return text.replace(/[&<>]/g, (character) => entities[character] ?? '').replace(/\s+/g, ' ');
}

;// CONCATENATED MODULE: ./src/runner/steps/drift-issue-step.js







/** Opens an issue with what a drift run found, unless an open one says the same. */
async function driftIssueStep(step, place) {
    const { manifest, settings } = place.run;
    if (manifest.run_kind === 'drift') {
        const log = settings.jobUrl ?? 'the log of the job';
        const reports = driftReports(await driftedIn(place), step.group_by, log);
        if (reports.length > 0)
            await drift_issue_step_open(reports, await forgeOf(settings).issues(place), place.show);
    }
    return { success: true, payload: {} };
}
async function drift_issue_step_open(reports, issues, show) {
    const unreported = new Set(reports.map(({ id }) => id));
    for await (const body of issues.openBodies()) {
        unreported.delete(reportId(body) ?? '');
        if (unreported.size === 0)
            break;
    }
    for (const { id, title, body } of reports) {
        const said = unreported.has(id) ? await issues.create(title, body) : 'is open already';
        show(`${title}: ${said}\n`);
    }
}
const results = classic_schemas/* object */.Ikc({ steps: operationResultV2.shape.steps });
/** What the run has found so far. Throws `StepFailed` before there is anything. */
async function driftedIn({ env, run }) {
    const file = env.TERRATEAM_RESULTS_FILE;
    if (file === undefined) {
        throw new step_result/* StepFailed */.an('drift_create_issue belongs in hooks.plan.post: plans are known only then.');
    }
    const { steps } = results.parse(JSON.parse(await (0,promises_.readFile)(file, 'utf8')));
    return steps.flatMap(({ step, scope, payload }) => {
        const planned = planPayload.safeParse(payload).data;
        if (step !== 'tf/plan' || !('dir' in scope) || !planned?.has_changes)
            return [];
        const plan = run.masker.mask(planned.plan || planned.text || '');
        return [{ dir: scope.dir, workspace: scope.workspace, plan }];
    });
}

;// CONCATENATED MODULE: ./src/runner/steps/configured-command.js

/**
 * Runs the `cmd` of a step: `$NAME` and `${NAME}` are filled in from `env`. `prefix` comes before it,
 * as it is.
 */
async function runConfigured(cmd, { run, cwd, env }, output, prefix = []) {
    const filled = configured_command_filledIn(cmd, env);
    if (filled instanceof MissingVariable)
        return { kind: 'refused', cmd, text: filled.message };
    const result = await run.programs.run({ argv: [...prefix, ...filled], cwd, env }, output);
    if (result.kind === 'exited')
        return { kind: 'ran', cmd: filled, result };
    const text = `ERROR: Could not find program to run: ${result.program}`;
    return { kind: 'refused', cmd, text };
}
function configured_command_filledIn(cmd, env) {
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
    const value = step.trim_trailing_newlines ? withoutLineEnds(stdout) : stdout;
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
/** Without those at the end; a regular expression for it would take quadratic time. */
function withoutLineEnds(text) {
    let end = text.length;
    while (text.charAt(end - 1) === '\n')
        end -= text.charAt(end - 2) === '\r' ? 2 : 1;
    return text.slice(0, end);
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
var core_core = __webpack_require__(6974);
;// CONCATENATED MODULE: ./src/runner/steps/gates-step.js







/** How much the program may print, in UTF-16 units. */
const gates_step_longestOutput = 1 << 20;
const subjects = classic_schemas/* array */.YOg(classic_schemas/* string */.YjP()
    .regex(/^(?:\*|(?:user|team|role|repo):\S+)$/, 'Expected *, user:<login>, team:<slug> or role:<role>'))
    .default([]);
/** Stricter than what the server has checked: a typing mistake of a program must not let an apply pass. */
const printedGate = classic_schemas/* strictObject */.rej({
    ...operation_config_gate.shape,
    token: classic_schemas/* string */.YjP()
        .regex(/^\S+$/, 'Expected one word, which people write to approve the gate')
        .optional(),
    all_of: subjects,
    any_of: subjects,
    add_reviewers: classic_schemas/* boolean */.zMY().default(true),
});
const answer = classic_schemas/* string */.YjP()
    .transform((text, issue) => {
    try {
        return JSON.parse(text);
    }
    catch {
        issue.addIssue({ code: 'custom', message: 'It is no JSON.' });
        return core_core/* NEVER */.tm;
    }
})
    .pipe(classic_schemas/* strictObject */.rej({ gates: classic_schemas/* array */.YOg(printedGate) }));
/** Runs a program that says who has to agree before the apply, and asks them for reviews. */
async function gatesStep(step, place) {
    const printed = await gates_step_output(step, place);
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
    const problems = await forgeOf(place.run.settings).askForReviews(place, asked.flatMap(({ all_of, any_of }) => [...all_of, ...any_of]));
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
async function gates_step_output(step, place) {
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
        return { ...(0,step_result/* failure */.V2)((0,step_result/* joined */.oR)(init)), exitCode: init.exitCode };
    return { success: true, payload: { text: init.stdout, visible_on: 'error' } };
}

;// CONCATENATED MODULE: ./src/runner/plans/diff-text.js
const markers = /^( +)(-\/\+|\+\/-|<=|[-+~])(?= |$)/;
const heredocStart = /^( *(?:[-+~] )?)(?=\S).*<<[-~]?([A-Za-z_]\w*)(?: # forces replacement)?$/;
/**
 * Makes the text of `terraform show`, line by line, a diff that a highlighter colours: the marker of a
 * changed line moves to column 0, where `~` becomes `!`. In the body of a heredoc only the column that
 * holds Terraform's own markers counts, so that the dashes of a YAML document are not taken for removals.
 */
class DiffText {
    #heredoc;
    /** The next line, as the diff has it. */
    line(text) {
        const heredoc = this.#heredoc;
        if (heredoc === undefined) {
            this.#heredoc = heredocOf(text);
            return promote(text);
        }
        if (text.startsWith(heredoc.end)) {
            this.#heredoc = undefined;
            return text;
        }
        return text.search(/\S/) === heredoc.markerColumn ? promote(text) : text;
    }
}
function promote(line) {
    return line.replace(markers, (_, indent, marker) => mark(marker) + indent);
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

;// CONCATENATED MODULE: ./src/runner/plans/plan-description.js







/** How much of a diff a result keeps, in UTF-16 units. */
const keptDiff = 1 << 20;
/**
 * Has the engine show its plan, as text and as JSON at the same time. The text is read only after that,
 * when all that is known to be sensitive is masked.
 */
async function describePlan(call, hasChanges) {
    const { run, dirspace, env } = call.place;
    const file = `${dirspace.planFile}.diff`;
    forgetDocument(call);
    const [shown, document] = await Promise.all([
        dirspace.engine.showText(call, file),
        // Steps that need the document of a plan without changes ask for it themselves.
        hasChanges || unchangedPlansCount(run, env) ? planDocument(call) : undefined,
    ]);
    const diff = shown ? await readDiff(file, run.masker) : '';
    if (shown && shown.exitCode !== 0)
        return { kind: 'failed', result: { ...shown, stdout: diff } };
    return { kind: 'described', diff, summary: document?.summary };
}
/** The text as a result has it: masked, as a diff, and not too long. */
async function readDiff(file, masker) {
    const text = new DiffText();
    const kept = new DiffCapture(keptDiff);
    let unfinished = '';
    const masked = new masked_stream/* MaskedStream */.od(masker, (piece) => {
        const lines = (unfinished + piece).split('\n');
        unfinished = lines.pop() ?? '';
        for (const line of lines)
            kept.append(text.line(line));
    });
    for await (const piece of (0,external_node_fs_.createReadStream)(file, 'utf8'))
        masked.write(piece);
    masked.end();
    if (unfinished !== '')
        kept.append(text.line(unfinished));
    await (0,promises_.rm)(file);
    return kept.finish();
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
    if (plan.kind === 'failed') {
        return { ...failed((0,step_result/* joined */.oR)(plan.result)), exitCode: plan.result.exitCode };
    }
    const { hasChanges } = plan;
    const described = await describePlan(call, hasChanges);
    const refused = (text) => {
        place.show(`${text}\n`);
        return failed(text);
    };
    if (described.kind === 'failed')
        return refused((0,step_result/* joined */.oR)(described.result));
    const notStored = await plan_step_store(place, hasChanges);
    if (notStored !== undefined)
        return refused(notStored);
    const { diff, summary } = described;
    return {
        success: true,
        payload: {
            plan: diff,
            has_changes: hasChanges,
            text: plan.result.stdout,
            visible_on: plan_step_visible_on,
            ...(summary && { summary }),
        },
    };
}
/** Why the plan could not be stored, or undefined when it was. */
async function plan_step_store(place, hasChanges) {
    try {
        await storePlan(place, hasChanges);
        return undefined;
    }
    catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        const reason = (0,disk_full/* diskFull */.x)(error, place.dirspace.planFile) ?? why;
        return `Could not store plan file, with the following error:\n${reason}`;
    }
}

;// CONCATENATED MODULE: ./src/runner/steps/resourcely-step.js




/** Checks the plan of a pull request with Resourcely, which says in it what it found. */
async function resourcelyStep(step, place) {
    const change = changeRequest(place.run);
    const token = place.env.RESOURCELY_API_TOKEN;
    if (!token) {
        throw new step_result/* StepFailed */.an('RESOURCELY_API_TOKEN is not set. Give the job the token as a secret of this name, or set ' +
            'integrations.resourcely.enabled: false.');
    }
    place.run.masker.add(token);
    const plan = ['--plan', await planToCheck(step, place)];
    const evaluate = ['resourcely-cli', '--no_color', 'evaluate', '--error_on_violations'];
    const cmd = [...evaluate, ...change, ...plan, ...step.extra_args];
    const ran = await runConfigured(cmd, place, { kind: 'shown', show: place.show });
    if (ran.kind === 'refused')
        throw new step_result/* StepFailed */.an(ran.text);
    const { exitCode, stdout, stderr } = ran.result;
    const success = exitCode === 0;
    const texts = success ? { text: stdout, stderr } : { text: (0,step_result/* joined */.oR)(ran.result) };
    const payload = { ...texts, cmd: ran.cmd, exit_code: exitCode, visible_on: 'error' };
    return { success, payload };
}
/** Which pull request it is about, and at which commit. Throws `StepFailed` where the forge has none. */
function changeRequest({ settings, manifest }) {
    const url = forgeOf(settings).pullRequestPage(settings, manifest.run_kind_data?.id);
    if (url === undefined) {
        throw new step_result/* StepFailed */.an('Resourcely is asked about pull requests of GitHub only: set integrations.resourcely.enabled: false.');
    }
    const sha = manifest.head_sha ?? settings.sha;
    return ['--change_request_url', url, '--change_request_sha', sha];
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
    const again = (said) => place.show(`Slack: ${said}\n`);
    const answer = await (0,http_retry/* requestWithRetry */.En)(url, request, clock, again).catch((error) => {
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
 * Runs the steps of one scope in order. A step runs or not by its `run_on` and whether one before it failed. Nothing starts once the job was
 * asked to stop.
 */
async function runSteps(steps, place, scope, succeededSoFar, watch) {
    const prefix = place.dirspace?.engine.prefix;
    let good = succeededSoFar;
    let failed;
    for (const step of steps) {
        if (place.run.interruption.requested)
            return;
        if (step.run_on !== 'always' && (step.run_on === 'success') !== good) {
            place.show(`${passingOver(step, failed, prefix)}\n`);
            continue;
        }
        place.show(`${beginning(step, prefix)}\n`);
        const name = configuredName(stepName(step, prefix));
        watch.began?.(name);
        const start = place.run.clock.now();
        const outcome = await keepingWhole(place, (watched) => runStep(step, watched, scope));
        const { success, payload, ignoreErrors, gates = [] } = outcome;
        const ignore_errors = step.ignore_errors ?? ignoreErrors ?? false;
        place.show(`${ending(name, outcome, ignore_errors, place.run.clock.now() - start)}\n`);
        watch.ended({ step: stepName(step, prefix), scope, success, payload, ignore_errors }, gates);
        if (success || ignore_errors)
            continue;
        good = false;
        failed = name;
    }
}
/** Never throws: an unexpected exception is a failed step. */
async function runStep(step, place, scope) {
    try {
        return await runLimited(step, place, scope);
    }
    catch (error) {
        const text = isExpected(error) ? error.message : (0,step_result/* defect */.gb)(error);
        place.show(`${text}\n`);
        return (0,step_result/* failure */.V2)(text);
    }
}
/** In seconds. Long for a step, and short of the time that a CI gives a job. */
const step_defaultTimeout = 6 * 60 * 60;
/** Has the step fail when its time is over, whatever it made of that. Throws as steps do. */
async function runLimited(step, place, scope) {
    const { run } = place;
    const seconds = (0,time_limit/* secondsIn */.z)(place.env, 'TERRANE_STEP_TIMEOUT', step_defaultTimeout);
    const name = configuredName(stepName(step, place.dirspace?.engine.prefix));
    const text = `The step ${name} of ${(0,step_result/* placeName */.fW)(scope)} did not end within ${seconds} seconds ` +
        '(TERRANE_STEP_TIMEOUT), and was ended.';
    const limit = (0,time_limit/* timeLimit */.S)(run.interruption, run.clock, seconds, text);
    const { interruption } = limit;
    const limited = { ...run, interruption, programs: run.programs.within(interruption) };
    try {
        const outcome = await dispatch(step, { ...place, run: limited });
        if (!limit.over())
            return outcome;
        place.show(`${text}\n`);
        const { text: said, ...payload } = outcome.payload;
        return (0,step_result/* failure */.V2)(typeof said === 'string' ? `${text}\n${said}` : text, payload);
    }
    catch (error) {
        throw limit.over() ? new step_result/* StepFailed */.an(text) : error;
    }
    finally {
        limit.close();
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
        const steps = workflowSteps(run.config, dir.workflow, operationOf(run), run.manifest.run_kind);
        await runSteps(steps, place, scope, (0,step_result/* allSucceeded */.x2)(progress.steps), {
            began: (step) => {
                progress.at = { step, since: run.clock.now() };
            },
            ended: (result, asked) => {
                progress.steps.push(result);
                gates.push(...asked.map((gate) => ({ ...gate, dir: dir.path, workspace: dir.workspace })));
            },
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
        const engine = await engineOf(run, dir, cwd, env, (line) => group.show(`${line}\n`));
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

;// CONCATENATED MODULE: ./src/runner/engines/hook-environment.js

/** What hooks, which run in no dirspace, are told of the engine of the repository. */
function hookEngineEnvironment(config) {
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

;// CONCATENATED MODULE: ./src/runner/log/at-work.js


/** Which dirspaces are at work, at which step and for how long; undefined where none is. */
function atWork(dirspaces, now) {
    const busy = dirspaces.flatMap(({ dir, workspace, at, took }) => at && took === undefined
        ? [`${(0,step_result/* placeName */.fW)({ dir, workspace })}: ${at.step} for ${duration(now - at.since)}`]
        : []);
    return busy.length === 0 ? undefined : `… ${busy.join(', ')}`;
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

;// CONCATENATED MODULE: ./src/runner/ssh/known-hosts.js


/**
 * The keys that GitHub and GitLab publish for their hosts (docs.github.com "GitHub's SSH key fingerprints",
 * docs.gitlab.com "SSH known_hosts entries"). A fresh machine knows no host, and nobody is there to say yes.
 */
const published = [
    'github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
    'gitlab.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAfuCHKVTjquxvt6CM6tdG4SLp1Btn/nOeHHE5UOzRdf',
];
/**
 * What has git's ssh know these hosts, besides those of the machine and of the user, by a file in
 * `folder`. Nothing where the user says how git is to call ssh.
 */
async function knownHosts(folder, env) {
    if (env.GIT_SSH_COMMAND || env.GIT_SSH)
        return {};
    const file = (0,external_node_path_.join)(folder, 'known_hosts');
    await (0,promises_.writeFile)(file, published.map((line) => `${line}\n`).join(''));
    // For the shell, and in it for ssh, to which a blank separates files.
    return { GIT_SSH_COMMAND: `ssh -o 'GlobalKnownHostsFile="${file}" /etc/ssh/ssh_known_hosts'` };
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
    Object.assign(env, agent.env, await knownHosts(run.tmpdir, env));
    return `ssh has the keys of ${names.join(', ')}.`;
}

;// CONCATENATED MODULE: ./src/runner/operation.js

















const minute = 60_000;
/**
 * Works through a manifest: pre hooks, dirspaces, post hooks. What was done is in `progress`, at any
 * moment; a failed pre hook ends the run, nothing else does.
 */
async function runOperation(run, progress) {
    const env = {
        ...runEnvironment(run.settings, run.manifest, run.tmpdir),
        ...hookEngineEnvironment(run.config),
    };
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
    const group = run.log.liveGroup('pre hooks');
    const place = hookPlace(run, env, group.show);
    const watch = watchInto(progress.pre, progress);
    const scope = hookScope('pre');
    progress.pre.push(...(await accessTokenSteps(place, scope)));
    for (const operation of ['all', operationOf(run)]) {
        const steps = hooksOf(run.config, operation, 'pre');
        await runSteps(steps, place, scope, (0,step_result/* allSucceeded */.x2)(progress.pre), watch);
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
    const results = JSON.stringify(run.masker.maskJson({ steps: done, success }));
    try {
        await (0,promises_.writeFile)(file, results);
    }
    catch (error) {
        progress.post.push((0,step_result/* runnerFailure */.hF)(hookScope('post'), (0,disk_full/* diskFull */.x)(error, file) ?? (0,step_result/* defect */.gb)(error)));
        return;
    }
    const group = run.log.liveGroup('post hooks');
    const place = hookPlace(run, { ...env, TERRATEAM_RESULTS_FILE: file }, group.show);
    const watch = watchInto(progress.post, progress);
    await runSteps(steps, place, hookScope('post'), success, watch);
    group.close();
}
/** Costs stand among the pre hooks, though they are only known when everything is planned. */
async function estimate(run, env, progress) {
    if (operationOf(run) !== 'plan' || run.interruption.requested)
        return;
    const costs = await estimateCosts(run, env, progress.dirspaces);
    if (costs)
        progress.pre.push(costs);
}
function watchInto(steps, { gates }) {
    return {
        ended: (result, asked) => {
            steps.push(result);
            gates.push(...asked);
        },
    };
}
function hookPlace(run, env, show) {
    return { run, cwd: run.settings.root, env, show, dirspace: undefined };
}
async function dirspaces(run, env, progress) {
    const work = run.manifest.changed_dirspaces.map((dir, index) => ({ ...dir, index }));
    // One at a time may be watched as it runs; several at a time would mix.
    const live = run.config.parallel_runs === 1 || work.length === 1;
    const telling = live ? undefined : tellingOfProgress(run, progress);
    let started = 0;
    const worked = runByRank(work, run.config.parallel_runs, async (dir) => {
        const mine = progress.dirspaces[dir.index];
        if (!mine || run.interruption.requested)
            return;
        started += 1;
        const title = `[${started}/${work.length}] ${(0,step_result/* placeName */.fW)(dirspace_dirspaceScope(dir))}`;
        if (!live)
            run.log.line(`▶ ${title}`);
        const group = live
            ? run.log.liveGroup(title)
            : run.log.heldGroup(title, new TextSpool((0,external_node_path_.join)(run.tmpdir, `log-${dir.index}`)));
        const start = run.clock.now();
        await runDirspace(run, dir, env, group, mine, progress.gates).catch((error) => {
            group.show(`${(0,step_result/* defect */.gb)(error)}\n`);
            mine.steps.push((0,step_result/* runnerFailure */.hF)(dirspace_dirspaceScope(dir), (0,step_result/* defect */.gb)(error)));
            mine.finished = true;
        });
        mine.took = run.clock.now() - start;
        const good = mine.finished && (0,step_result/* allSucceeded */.x2)(mine.steps);
        const asks = good && (0,step_result/* asksForApproval */.j9)(progress.gates, dirspace_dirspaceScope(dir));
        const ended = `${title} in ${duration(mine.took)}`;
        group.close(asks ? `⚑ ${ended}, asks for approval` : `${good ? '✔' : '✘'} ${ended}`);
    });
    await worked.finally(() => telling?.());
}
/** Has the log say every minute where parallel work is, of which it shows the text only at its end. */
function tellingOfProgress({ clock, log, interruption }, progress) {
    const done = new AbortController();
    const until = AbortSignal.any([done.signal, interruption.begun]);
    const tell = async () => {
        for (;;) {
            await clock.sleep(minute, until);
            if (until.aborted)
                return;
            const line = atWork(progress.dirspaces, clock.now());
            if (line !== undefined)
                log.line(line);
        }
    };
    void tell();
    return () => done.abort();
}

// EXTERNAL MODULE: ../../semver/index.js
var semver = __webpack_require__(9122);
;// CONCATENATED MODULE: ./src/config/version-constraint.js

const anyRelease = { range: '*', except: [] };
/** One condition: an operator, and a version of up to three numbers. */
const condition = /^\s*(=|!=|>=?|<=?|~>|)\s*v?(\d{1,9}(?:\.\d{1,9}){0,2})(-[0-9A-Za-z][0-9A-Za-z.-]{0,63})?\s*$/;
/**
 * Reads a version constraint as Terraform does (its page "Version Constraints"): conditions that must
 * all hold, separated by commas; a version without an operator is that version, and missing numbers are
 * zeros. Undefined for anything else.
 */
function constraintOf(text) {
    const conditions = text.split(',').map(conditionOf);
    return conditions.every((each) => each !== undefined) ? allOf(conditions) : undefined;
}
/** What each of these allows. */
function allOf(constraints) {
    return {
        range: constraints.map(({ range }) => range).join(' ') || anyRelease.range,
        except: constraints.flatMap(({ except }) => except),
    };
}
/** The releases whose version begins with these numbers. */
function startingWith(numbers) {
    return { range: `${numbers}.x`, except: [] };
}
/** Whether a version is allowed. A prerelease is where the constraint names one of the same version. */
function allows({ range, except }, version) {
    return semver.satisfies(version, range) && !except.some((not) => semver.eq(version, not));
}
function conditionOf(text) {
    const [, operator, numbers, prerelease = ''] = condition.exec(text) ?? [];
    if (operator === undefined || numbers === undefined)
        return undefined;
    const segments = numbers.split('.').map(Number);
    const version = semver.valid(`${segments.concat(0, 0).slice(0, 3).join('.')}${prerelease}`);
    if (version === null)
        return undefined;
    if (operator === '!=')
        return { range: anyRelease.range, except: [version] };
    if (operator !== '~>')
        return { range: `${operator}${version}`, except: [] };
    return { range: [`>=${version}`, ...upperBound(segments)].join(' '), except: [] };
}
/** `~>` lets the last number that is written grow, and nothing before it. */
function upperBound(segments) {
    const [major = 0, minor = 0] = segments;
    if (segments.length === 3)
        return [`<${major}.${minor + 1}.0-0`];
    return segments.length === 2 ? [`<${major + 1}.0.0-0`] : [];
}

;// CONCATENATED MODULE: ./src/runner/tools/path-programs.js




/** In seconds. */
const path_programs_timeout = 60;
/** What is on PATH, each program asked for its version once. */
class PathPrograms {
    #job;
    #versions = new Map();
    constructor(job) {
        this.#job = job;
    }
    /** The absolute path of a program; undefined where there is none. */
    async find(program, path) {
        for (const folder of (path ?? '').split(external_node_path_.delimiter).filter(external_node_path_.isAbsolute)) {
            const file = (0,external_node_path_.join)(folder, program);
            const isProgram = await (0,promises_.access)(file, promises_.constants.X_OK).then(() => true, () => false);
            if (isProgram)
                return file;
        }
        return undefined;
    }
    /** The version that a program prints; undefined when it prints none, or fails. */
    async versionOf(program, args, env) {
        const known = this.#versions.get(program);
        if (known)
            return await known;
        const version = this.#ask(program, args, env);
        this.#versions.set(program, version);
        return await version;
    }
    async #ask(program, args, env) {
        const { programs, settings } = this.#job;
        // What manages versions (tfenv, tenv) is not to install one in answer.
        const asking = {
            CHECKPOINT_DISABLE: '1',
            TFENV_AUTO_INSTALL: 'false',
            TENV_AUTO_INSTALL: 'false',
        };
        const command = {
            argv: [program, ...args],
            // Not in the checkout: they read its files.
            cwd: settings.tempDir ?? (0,external_node_os_.tmpdir)(),
            env: { ...env, ...asking },
            timeout: path_programs_timeout,
        };
        const result = await programs.run(command, { kind: 'quiet' });
        if (result.kind !== 'exited' || result.exitCode !== 0)
            return undefined;
        const printed = /(?<![\w.])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(result.stdout)?.[1];
        return semver.valid(printed) ?? undefined;
    }
}

;// CONCATENATED MODULE: ./src/runner/tools/release-keys.js
/*
 * The OpenPGP keys that releases are signed with, as their owners publish them. That these are theirs
 * shows in the fingerprints, which stand at the places named.
 */
/** https://www.hashicorp.com/trust/security; extended in 2026. */
const hashicorpKey = {
    owner: 'HashiCorp',
    fingerprint: 'C874011F0AB405110D02105534365D9472D7468F',
    copies: [
        `-----BEGIN PGP PUBLIC KEY BLOCK-----

mQINBGB9+xkBEACabYZOWKmgZsHTdRDiyPJxhbuUiKX65GUWkyRMJKi/1dviVxOX
PG6hBPtF48IFnVgxKpIb7G6NjBousAV+CuLlv5yqFKpOZEGC6sBV+Gx8Vu1CICpl
Zm+HpQPcIzwBpN+Ar4l/exCG/f/MZq/oxGgH+TyRF3XcYDjG8dbJCpHO5nQ5Cy9h
QIp3/Bh09kET6lk+4QlofNgHKVT2epV8iK1cXlbQe2tZtfCUtxk+pxvU0UHXp+AB
0xc3/gIhjZp/dePmCOyQyGPJbp5bpO4UeAJ6frqhexmNlaw9Z897ltZmRLGq1p4a
RnWL8FPkBz9SCSKXS8uNyV5oMNVn4G1obCkc106iWuKBTibffYQzq5TG8FYVJKrh
RwWB6piacEB8hl20IIWSxIM3J9tT7CPSnk5RYYCTRHgA5OOrqZhC7JefudrP8n+M
pxkDgNORDu7GCfAuisrf7dXYjLsxG4tu22DBJJC0c/IpRpXDnOuJN1Q5e/3VUKKW
mypNumuQpP5lc1ZFG64TRzb1HR6oIdHfbrVQfdiQXpvdcFx+Fl57WuUraXRV6qfb
4ZmKHX1JEwM/7tu21QE4F1dz0jroLSricZxfaCTHHWNfvGJoZ30/MZUrpSC0IfB3
iQutxbZrwIlTBt+fGLtm3vDtwMFNWM+Rb1lrOxEQd2eijdxhvBOHtlIcswARAQAB
tERIYXNoaUNvcnAgU2VjdXJpdHkgKGhhc2hpY29ycC5jb20vc2VjdXJpdHkpIDxz
ZWN1cml0eUBoYXNoaWNvcnAuY29tPokCVAQTAQoAPhYhBMh0AR8KtAURDQIQVTQ2
XZRy10aPBQJgffsZAhsDBQkJZgGABQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJ
EDQ2XZRy10aPtpcP/0PhJKiHtC1zREpRTrjGizoyk4Sl2SXpBZYhkdrG++abo6zs
buaAG7kgWWChVXBo5E20L7dbstFK7OjVs7vAg/OLgO9dPD8n2M19rpqSbbvKYWvp
0NSgvFTT7lbyDhtPj0/bzpkZEhmvQaDWGBsbDdb2dBHGitCXhGMpdP0BuuPWEix+
QnUMaPwU51q9GM2guL45Tgks9EKNnpDR6ZdCeWcqo1IDmklloidxT8aKL21UOb8t
cD+Bg8iPaAr73bW7Jh8TdcV6s6DBFub+xPJEB/0bVPmq3ZHs5B4NItroZ3r+h3ke
VDoSOSIZLl6JtVooOJ2la9ZuMqxchO3mrXLlXxVCo6cGcSuOmOdQSz4OhQE5zBxx
LuzA5ASIjASSeNZaRnffLIHmht17BPslgNPtm6ufyOk02P5XXwa69UCjA3RYrA2P
QNNC+OWZ8qQLnzGldqE4MnRNAxRxV6cFNzv14ooKf7+k686LdZrP/3fQu2p3k5rY
0xQUXKh1uwMUMtGR867ZBYaxYvwqDrg9XB7xi3N6aNyNQ+r7zI2lt65lzwG1v9hg
FG2AHrDlBkQi/t3wiTS3JOo/GCT8BjN0nJh0lGaRFtQv2cXOQGVRW8+V/9IpqEJ1
qQreftdBFWxvH7VJq2mSOXUJyRsoUrjkUuIivaA9Ocdipk2CkP8bpuGz7ZF4uQIN
BGB9+xkBEACoklYsfvWRCjOwS8TOKBTfl8myuP9V9uBNbyHufzNETbhYeT33Cj0M
GCNd9GdoaknzBQLbQVSQogA+spqVvQPz1MND18GIdtmr0BXENiZE7SRvu76jNqLp
KxYALoK2Pc3yK0JGD30HcIIgx+lOofrVPA2dfVPTj1wXvm0rbSGA4Wd4Ng3d2AoR
G/wZDAQ7sdZi1A9hhfugTFZwfqR3XAYCk+PUeoFrkJ0O7wngaon+6x2GJVedVPOs
2x/XOR4l9ytFP3o+5ILhVnsK+ESVD9AQz2fhDEU6RhvzaqtHe+sQccR3oVLoGcat
ma5rbfzH0Fhj0JtkbP7WreQf9udYgXxVJKXLQFQgel34egEGG+NlbGSPG+qHOZtY
4uWdlDSvmo+1P95P4VG/EBteqyBbDDGDGiMs6lAMg2cULrwOsbxWjsWka8y2IN3z
1stlIJFvW2kggU+bKnQ+sNQnclq3wzCJjeDBfucR3a5WRojDtGoJP6Fc3luUtS7V
5TAdOx4dhaMFU9+01OoH8ZdTRiHZ1K7RFeAIslSyd4iA/xkhOhHq89F4ECQf3Bt4
ZhGsXDTaA/VgHmf3AULbrC94O7HNqOvTWzwGiWHLfcxXQsr+ijIEQvh6rHKmJK8R
9NMHqc3L18eMO6bqrzEHW0Xoiu9W8Yj+WuB3IKdhclT3w0pO4Pj8gQARAQABiQI8
BBgBCgAmFiEEyHQBHwq0BRENAhBVNDZdlHLXRo8FAmB9+xkCGwwFCQlmAYAACgkQ
NDZdlHLXRo9ZnA/7BmdpQLeTjEiXEJyW46efxlV1f6THn9U50GWcE9tebxCXgmQf
u+Uju4hreltx6GDi/zbVVV3HCa0yaJ4JVvA4LBULJVe3ym6tXXSYaOfMdkiK6P1v
JgfpBQ/b/mWB0yuWTUtWx18BQQwlNEQWcGe8n1lBbYsH9g7QkacRNb8tKUrUbWlQ
QsU8wuFgly22m+Va1nO2N5C/eE/ZEHyN15jEQ+QwgQgPrK2wThcOMyNMQX/VNEr1
Y3bI2wHfZFjotmek3d7ZfP2VjyDudnmCPQ5xjezWpKbN1kvjO3as2yhcVKfnvQI5
P5Frj19NgMIGAp7X6pF5Csr4FX/Vw316+AFJd9Ibhfud79HAylvFydpcYbvZpScl
7zgtgaXMCVtthe3GsG4gO7IdxxEBZ/Fm4NLnmbzCIWOsPMx/FxH06a539xFq/1E2
1nYFjiKg8a5JFmYU/4mV9MQs4bP/3ip9byi10V+fEIfp5cEEmfNeVeW5E7J8PqG9
t4rLJ8FR4yJgQUa2gs2SNYsjWQuwS/MJvAv4fDKlkQjQmYRAOp1SszAnyaplvri4
ncmfDsf0r65/sd6S40g5lHH8LIbGxcOIN6kwthSTPWX89r42CbY8GzjTkaeejNKx
v1aCrO58wAtursO1DiXCvBY7+NdafMRnoHwBk50iPqrVkNA8fv+auRyB2/G5Ag0E
YH3+JQEQALivllTjMolxUW2OxrXb+a2Pt6vjCBsiJzrUj0Pa63U+lT9jldbCCfgP
wDpcDuO1O05Q8k1MoYZ6HddjWnqKG7S3eqkV5c3ct3amAXp513QDKZUfIDylOmhU
qvxjEgvGjdRjz6kECFGYr6Vnj/p6AwWv4/FBRFlrq7cnQgPynbIH4hrWvewp3Tqw
GVgqm5RRofuAugi8iZQVlAiQZJo88yaztAQ/7VsXBiHTn61ugQ8bKdAsr8w/ZZU5
HScHLqRolcYg0cKN91c0EbJq9k1LUC//CakPB9mhi5+aUVUGusIM8ECShUEgSTCi
KQiJUPZ2CFbbPE9L5o9xoPCxjXoX+r7L/WyoCPTeoS3YRUMEnWKvc42Yxz3meRb+
BmaqgbheNmzOah5nMwPupJYmHrjWPkX7oyyHxLSFw4dtoP2j6Z7GdRXKa2dUYdk2
x3JYKocrDoPHh3Q0TAZujtpdjFi1BS8pbxYFb3hHmGSdvz7T7KcqP7ChC7k2RAKO
GiG7QQe4NX3sSMgweYpl4OwvQOn73t5CVWYp/gIBNZGsU3Pto8g27vHeWyH9mKr4
cSepDhw+/X8FGRNdxNfpLKm7Vc0Sm9Sof8TRFrBTqX+vIQupYHRi5QQCuYaV6OVr
ITeegNK3So4m39d6ajCR9QxRbmjnx9UcnSYYDmIB6fpBuwT0ogNtABEBAAGJBHIE
GAEKACYCGwIWIQTIdAEfCrQFEQ0CEFU0Nl2UctdGjwUCYH4bgAUJAeFQ2wJAwXQg
BBkBCgAdFiEEs2y6kaLAcwxDX8KAsLRBCXaFtnYFAmB9/iUACgkQsLRBCXaFtnYX
BhAAlxejyFXoQwyGo9U+2g9N6LUb/tNtH29RHYxy4A3/ZUY7d/FMkArmh4+dfjf0
p9MJz98Zkps20kaYP+2YzYmaizO6OA6RIddcEXQDRCPHmLts3097mJ/skx9qLAf6
rh9J7jWeSqWO6VW6Mlx8j9m7sm3Ae1OsjOx/m7lGZOhY4UYfY627+Jf7WQ5103Qs
lgQ09es/vhTCx0g34SYEmMW15Tc3eCjQ21b1MeJD/V26npeakV8iCZ1kHZHawPq/
aCCuYEcCeQOOteTWvl7HXaHMhHIx7jjOd8XX9V+UxsGz2WCIxX/j7EEEc7CAxwAN
nWp9jXeLfxYfjrUB7XQZsGCd4EHHzUyCf7iRJL7OJ3tz5Z+rOlNjSgci+ycHEccL
YeFAEV+Fz+sj7q4cFAferkr7imY1XEI0Ji5P8p/uRYw/n8uUf7LrLw5TzHmZsTSC
UaiL4llRzkDC6cVhYfqQWUXDd/r385OkE4oalNNE+n+txNRx92rpvXWZ5qFYfv7E
95fltvpXc0iOugPMzyof3lwo3Xi4WZKc1CC/jEviKTQhfn3WZukuF5lbz3V1PQfI
xFsYe9WYQmp25XGgezjXzp89C/OIcYsVB1KJAKihgbYdHyUN4fRCmOszmOUwEAKR
3k5j4X8V5bk08sA69NVXPn2ofxyk3YYOMYWW8ouObnXoS8QJEDQ2XZRy10aPMpsQ
AIbwX21erVqUDMPn1uONP6o4NBEq4MwG7d+fT85rc1U0RfeKBwjucAE/iStZDQoM
ZKWvGhFR+uoyg1LrXNKuSPB82unh2bpvj4zEnJsJadiwtShTKDsikhrfFEK3aCK8
Zuhpiu3jxMFDhpFzlxsSwaCcGJqcdwGhWUx0ZAVD2X71UCFoOXPjF9fNnpy80YNp
flPjj2RnOZbJyBIM0sWIVMd8F44qkTASf8K5Qb47WFN5tSpePq7OCm7s8u+lYZGK
wR18K7VliundR+5a8XAOyUXOL5UsDaQCK4Lj4lRaeFXunXl3DJ4E+7BKzZhReJL6
EugV5eaGonA52TWtFdB8p+79wPUeI3KcdPmQ9Ll5Zi/jBemY4bzasmgKzNeMtwWP
fk6WgrvBwptqohw71HDymGxFUnUP7XYYjic2sVKhv9AevMGycVgwWBiWroDCQ9Ja
btKfxHhI2p+g+rcywmBobWJbZsujTNjhtme+kNn1mhJsD3bKPjKQfAxaTskBLb0V
wgV21891TS1Dq9kdPLwoS4XNpYg2LLB4p9hmeG3fu9+OmqwY5oKXsHiWc43dei9Y
yxZ1AAUOIaIdPkq+YG/PhlGE4YcQZ4RPpltAr0HfGgZhmXWigbGS+66pUj+Ojysc
j0K5tCVxVu0fhhFpOlHv0LWaxCbnkgkQH9jfMEJkAWMOuQINBGCAXCYBEADW6RNr
ZVGNXvHVBqSiOWaxl1XOiEoiHPt50Aijt25yXbG+0kHIFSoR+1g6Lh20JTCChgfQ
kGGjzQvEuG1HTw07YhsvLc0pkjNMfu6gJqFox/ogc53mz69OxXauzUQ/TZ27GDVp
UBu+EhDKt1s3OtA6Bjz/csop/Um7gT0+ivHyvJ/jGdnPEZv8tNuSE/Uo+hn/Q9hg
8SbveZzo3C+U4KcabCESEFl8Gq6aRi9vAfa65oxD5jKaIz7cy+pwb0lizqlW7H9t
Qlr3dBfdIcdzgR55hTFC5/XrcwJ6/nHVH/xGskEasnfCQX8RYKMuy0UADJy72TkZ
bYaCx+XXIcVB8GTOmJVoAhrTSSVLAZspfCnjwnSxisDn3ZzsYrq3cV6sU8b+QlIX
7VAjurE+5cZiVlaxgCjyhKqlGgmonnReWOBacCgL/UvuwMmMp5TTLmiLXLT7uxeG
ojEyoCk4sMrqrU1jevHyGlDJH9Taux15GILDwnYFfAvPF9WCid4UZ4Ouwjcaxfys
3LxNiZIlUsXNKwS3mhiMRL4TRsbs4k4QE+LIMOsauIvcvm8/frydvQ/kUwIhVTH8
0XGOH909bYtJvY3fudK7ShIwm7ZFTduBJUG473E/Fn3VkhTmBX6+PjOC50HR/Hyb
waRCzfDruMe3TAcE/tSP5CUOb9C7+P+hPzQcDwARAQABiQRyBBgBCgAmFiEEyHQB
Hwq0BRENAhBVNDZdlHLXRo8FAmCAXCYCGwIFCQlmAYACQAkQNDZdlHLXRo/BdCAE
GQEKAB0WIQQ3TsdbSFkTYEqDHMfIIMbVzSerhwUCYIBcJgAKCRDIIMbVzSerh0Xw
D/9ghnUsoNCu1OulcoJdHboMazJvDt/znttdQSnULBVElgM5zk0Uyv87zFBzuCyQ
JWL3bWesQ2uFx5fRWEPDEfWVdDrjpQGb1OCCQyz1QlNPV/1M1/xhKGS9EeXrL8Dw
F6KTGkRwn1yXiP4BGgfeFIQHmJcKXEZ9HkrpNb8mcexkROv4aIPAwn+IaE+NHVtt
IBnufMXLyfpkWJQtJa9elh9PMLlHHnuvnYLvuAoOkhuvs7fXDMpfFZ01C+QSv1dz
Hm52GSStERQzZ51w4c0rYDneYDniC/sQT1x3dP5Xf6wzO+EhRMabkvoTbMqPsTEP
xyWr2pNtTBYp7pfQjsHxhJpQF0xjGN9C39z7f3gJG8IJhnPeulUqEZjhRFyVZQ6/
siUeq7vu4+dM/JQL+i7KKe7Lp9UMrG6NLMH+ltaoD3+lVm8fdTUxS5MNPoA/I8cK
1OWTJHkrp7V/XaY7mUtvQn5V1yET5b4bogz4nME6WLiFMd+7x73gB+YJ6MGYNuO8
e/NFK67MfHbk1/AiPTAJ6s5uHRQIkZcBPG7y5PpfcHpIlwPYCDGYlTajZXblyKrw
BttVnYKvKsnlysv11glSg0DphGxQJbXzWpvBNyhMNH5dffcfvd3eXJAxnD81GD2z
ZAriMJ4Av2TfeqQ2nxd2ddn0jX4WVHtAvLXfCgLM2Gveho4jD/9sZ6PZz/rEeTvt
h88t50qPcBa4bb25X0B5FO3TeK2LL3VKLuEp5lgdcHVonrcdqZFobN1CgGJua8TW
SprIkh+8ATZ/FXQTi01NzLhHXT1IQzSpFaZw0gb2f5ruXwvTPpfXzQrs2omY+7s7
fkCwGPesvpSXPKn9v8uhUwD7NGW/Dm+jUM+QtC/FqzX7+/Q+OuEPjClUh1cqopCZ
EvAI3HjnavGrYuU6DgQdjyGT/UDbuwbCXqHxHojVVkISGzCTGpmBcQYQqhcFRedJ
yJlu6PSXlA7+8Ajh52oiMJ3ez4xSssFgUQAyOB16432tm4erpGmCyakkoRmMUn3p
wx+QIppxRlsHznhcCQKR3tcblUqH3vq5i4/ZAihusMCa0YrShtxfdSb13oKX+pFr
aZXvxyZlCa5qoQQBV1sowmPL1N2j3dR9TVpdTyCFQSv4KeiExmowtLIjeCppRBEK
eeYHJnlfkyKXPhxTVVO6H+dU4nVu0ASQZ07KiQjbI+zTpPKFLPp3/0sPRJM57r1+
aTS71iR7nZNZ1f8LZV2OvGE6fJVtgJ1J4Nu02K54uuIhU3tg1+7Xt+IqwRc9rbVr
pHH/hFCYBPW2D2dxB+k2pQlg5NI+TpsXj5Zun8kRw5RtVb+dLuiH/xmxArIee8Jq
ZF5q4h4I33PSGDdSvGXn9UMY5Isjpg==
=7pIB

-----END PGP PUBLIC KEY BLOCK-----`,
        `-----BEGIN PGP PUBLIC KEY BLOCK-----

mQINBGB9+xkBEACabYZOWKmgZsHTdRDiyPJxhbuUiKX65GUWkyRMJKi/1dviVxOX
PG6hBPtF48IFnVgxKpIb7G6NjBousAV+CuLlv5yqFKpOZEGC6sBV+Gx8Vu1CICpl
Zm+HpQPcIzwBpN+Ar4l/exCG/f/MZq/oxGgH+TyRF3XcYDjG8dbJCpHO5nQ5Cy9h
QIp3/Bh09kET6lk+4QlofNgHKVT2epV8iK1cXlbQe2tZtfCUtxk+pxvU0UHXp+AB
0xc3/gIhjZp/dePmCOyQyGPJbp5bpO4UeAJ6frqhexmNlaw9Z897ltZmRLGq1p4a
RnWL8FPkBz9SCSKXS8uNyV5oMNVn4G1obCkc106iWuKBTibffYQzq5TG8FYVJKrh
RwWB6piacEB8hl20IIWSxIM3J9tT7CPSnk5RYYCTRHgA5OOrqZhC7JefudrP8n+M
pxkDgNORDu7GCfAuisrf7dXYjLsxG4tu22DBJJC0c/IpRpXDnOuJN1Q5e/3VUKKW
mypNumuQpP5lc1ZFG64TRzb1HR6oIdHfbrVQfdiQXpvdcFx+Fl57WuUraXRV6qfb
4ZmKHX1JEwM/7tu21QE4F1dz0jroLSricZxfaCTHHWNfvGJoZ30/MZUrpSC0IfB3
iQutxbZrwIlTBt+fGLtm3vDtwMFNWM+Rb1lrOxEQd2eijdxhvBOHtlIcswARAQAB
tERIYXNoaUNvcnAgU2VjdXJpdHkgKGhhc2hpY29ycC5jb20vc2VjdXJpdHkpIDxz
ZWN1cml0eUBoYXNoaWNvcnAuY29tPokCVAQTAQoAPgIbAwULCQgHAgYVCgkICwIE
FgIDAQIeAQIXgBYhBMh0AR8KtAURDQIQVTQ2XZRy10aPBQJplkfQBQkQrOy3AAoJ
EDQ2XZRy10aPw6gP/3GUEMUa6mCRuuSOT9UnziPIvXYd63mcN6A6Jwmwj8JaB2qu
OCijvJkw56UbZK3x1FZIbe0hA6VUAwNSNmSIxVJkilgwIYYFO0tnL79XhIeP7jYF
ydXLZ4rTi1FDl8lltAujTNARdY8UGg4hGlcM9OrEeXEFLWugJNiChL15FVoxZqIS
jeduaEqyxGfJnyVwy8z3pZfgODeFr7xs2NkUIMSfuRg24VcL4aW8Frt3jW8P45y3
o/5fsi6Aw2tZ0wD9NSgkVc8VD1NRV9eSZ95Bv+Awf9IXa+Cn5OCjc8Jc+XF+nLfB
oPswOO7E8dLiuBUw6/GzSLMbVs8qf8BNXB92dOe1VccVTqjCxK2sEpVaHh7e+co8
d8lDGBIWMGh7NS6XlGORpFb/T6gxjjOYUV3SKd4QDebUUG8kMkb5juLljOoq+YOP
vgNLDZLZteFpmH+zB9DpOY1YtHZB/OD+DtzLMaSl6VPF2Ln0j5aQGwNDt7sheyAe
sXbu0qn2H5FxojSfvhT0kUDKZ0mgg5y3Oflg49MiAOhjLGY0JocFpBeMILw27fbw
fpIBP7siQWFTFJ1O+l2NQiWAwC2x5fX2EakyCBJmrkPV2hr4nEogNqg9/RDskIUq
cpcOOd/0BntiXMyUCCH2AoCt5acaTQ0WU6CAosZPojOYhtGGgOgeQSdflpMSuQIN
BGB9+xkBEACoklYsfvWRCjOwS8TOKBTfl8myuP9V9uBNbyHufzNETbhYeT33Cj0M
GCNd9GdoaknzBQLbQVSQogA+spqVvQPz1MND18GIdtmr0BXENiZE7SRvu76jNqLp
KxYALoK2Pc3yK0JGD30HcIIgx+lOofrVPA2dfVPTj1wXvm0rbSGA4Wd4Ng3d2AoR
G/wZDAQ7sdZi1A9hhfugTFZwfqR3XAYCk+PUeoFrkJ0O7wngaon+6x2GJVedVPOs
2x/XOR4l9ytFP3o+5ILhVnsK+ESVD9AQz2fhDEU6RhvzaqtHe+sQccR3oVLoGcat
ma5rbfzH0Fhj0JtkbP7WreQf9udYgXxVJKXLQFQgel34egEGG+NlbGSPG+qHOZtY
4uWdlDSvmo+1P95P4VG/EBteqyBbDDGDGiMs6lAMg2cULrwOsbxWjsWka8y2IN3z
1stlIJFvW2kggU+bKnQ+sNQnclq3wzCJjeDBfucR3a5WRojDtGoJP6Fc3luUtS7V
5TAdOx4dhaMFU9+01OoH8ZdTRiHZ1K7RFeAIslSyd4iA/xkhOhHq89F4ECQf3Bt4
ZhGsXDTaA/VgHmf3AULbrC94O7HNqOvTWzwGiWHLfcxXQsr+ijIEQvh6rHKmJK8R
9NMHqc3L18eMO6bqrzEHW0Xoiu9W8Yj+WuB3IKdhclT3w0pO4Pj8gQARAQABiQI8
BBgBCgAmAhsMFiEEyHQBHwq0BRENAhBVNDZdlHLXRo8FAmmWR+0FCRCs7NQACgkQ
NDZdlHLXRo/R0A//QW1opBlzWSmWww1q9QuJA2WCIIs8tJKRDOsmgJPscNpzwZFU
N1Df0wWNjqi1BDReei7lZTHwUk+ebBn0bkI3ANmmgYg7LBueAt5UWSingOc+rvKA
N32BDzBYkMckRzJSQsmeC5hm3J3wLSy90uaIlrJJE9GJZkf/W2Ob+4SQZZ+dnnRP
JokDdW1DuZS9PbxSLJKD5eIWHBxJnFM1CmHfOfrjTJ+MYvVGM5sxSY8R7E+GADj5
L/i4N+tTFJLuTMYARGfA6d+KPKcMJtgpUPjSMAg8nGUhukctpuBs27mOKW0CBtmJ
82X/qYROTL0+vGTvUYflYiuceVlhX/kw0JZnMaG5V/mpHq8SwD07pCGOf69j/mNa
5EL3++Pmzg0s0stw3Ea5pCN0cL/nKkoWchHBfW15W4JOnKAIspyD1vH670P4WfeV
E9B9d6tgKSbM/9JlXoQS5ZdG+kbdosieELhmVWmvojyK7K+Ry6C9wgd+UfnW5jXd
iNwKW3KHuautQwlFhHRNMyDg08c+pI5emTMT3IUQyGWo+Gska3TqGujFcABx7Ip+
mHNmMrCkSD+XC2bvzvRR7FcM0/B9fsjLX/Wttm5vRJ1d2oAoEPvw2IZnJIXpOt2z
zo55sJTztNu4lWGgDVgtp9SXO5a0E5YvFHQNZN5QLeVTTFu6I7qG+ME1E/K5Ag0E
YH3+JQEQALivllTjMolxUW2OxrXb+a2Pt6vjCBsiJzrUj0Pa63U+lT9jldbCCfgP
wDpcDuO1O05Q8k1MoYZ6HddjWnqKG7S3eqkV5c3ct3amAXp513QDKZUfIDylOmhU
qvxjEgvGjdRjz6kECFGYr6Vnj/p6AwWv4/FBRFlrq7cnQgPynbIH4hrWvewp3Tqw
GVgqm5RRofuAugi8iZQVlAiQZJo88yaztAQ/7VsXBiHTn61ugQ8bKdAsr8w/ZZU5
HScHLqRolcYg0cKN91c0EbJq9k1LUC//CakPB9mhi5+aUVUGusIM8ECShUEgSTCi
KQiJUPZ2CFbbPE9L5o9xoPCxjXoX+r7L/WyoCPTeoS3YRUMEnWKvc42Yxz3meRb+
BmaqgbheNmzOah5nMwPupJYmHrjWPkX7oyyHxLSFw4dtoP2j6Z7GdRXKa2dUYdk2
x3JYKocrDoPHh3Q0TAZujtpdjFi1BS8pbxYFb3hHmGSdvz7T7KcqP7ChC7k2RAKO
GiG7QQe4NX3sSMgweYpl4OwvQOn73t5CVWYp/gIBNZGsU3Pto8g27vHeWyH9mKr4
cSepDhw+/X8FGRNdxNfpLKm7Vc0Sm9Sof8TRFrBTqX+vIQupYHRi5QQCuYaV6OVr
ITeegNK3So4m39d6ajCR9QxRbmjnx9UcnSYYDmIB6fpBuwT0ogNtABEBAAGJBHIE
GAEKACYCGwIWIQTIdAEfCrQFEQ0CEFU0Nl2UctdGjwUCYH4bgAUJAeFQ2wJAwXQg
BBkBCgAdFiEEs2y6kaLAcwxDX8KAsLRBCXaFtnYFAmB9/iUACgkQsLRBCXaFtnYX
BhAAlxejyFXoQwyGo9U+2g9N6LUb/tNtH29RHYxy4A3/ZUY7d/FMkArmh4+dfjf0
p9MJz98Zkps20kaYP+2YzYmaizO6OA6RIddcEXQDRCPHmLts3097mJ/skx9qLAf6
rh9J7jWeSqWO6VW6Mlx8j9m7sm3Ae1OsjOx/m7lGZOhY4UYfY627+Jf7WQ5103Qs
lgQ09es/vhTCx0g34SYEmMW15Tc3eCjQ21b1MeJD/V26npeakV8iCZ1kHZHawPq/
aCCuYEcCeQOOteTWvl7HXaHMhHIx7jjOd8XX9V+UxsGz2WCIxX/j7EEEc7CAxwAN
nWp9jXeLfxYfjrUB7XQZsGCd4EHHzUyCf7iRJL7OJ3tz5Z+rOlNjSgci+ycHEccL
YeFAEV+Fz+sj7q4cFAferkr7imY1XEI0Ji5P8p/uRYw/n8uUf7LrLw5TzHmZsTSC
UaiL4llRzkDC6cVhYfqQWUXDd/r385OkE4oalNNE+n+txNRx92rpvXWZ5qFYfv7E
95fltvpXc0iOugPMzyof3lwo3Xi4WZKc1CC/jEviKTQhfn3WZukuF5lbz3V1PQfI
xFsYe9WYQmp25XGgezjXzp89C/OIcYsVB1KJAKihgbYdHyUN4fRCmOszmOUwEAKR
3k5j4X8V5bk08sA69NVXPn2ofxyk3YYOMYWW8ouObnXoS8QJEDQ2XZRy10aPMpsQ
AIbwX21erVqUDMPn1uONP6o4NBEq4MwG7d+fT85rc1U0RfeKBwjucAE/iStZDQoM
ZKWvGhFR+uoyg1LrXNKuSPB82unh2bpvj4zEnJsJadiwtShTKDsikhrfFEK3aCK8
Zuhpiu3jxMFDhpFzlxsSwaCcGJqcdwGhWUx0ZAVD2X71UCFoOXPjF9fNnpy80YNp
flPjj2RnOZbJyBIM0sWIVMd8F44qkTASf8K5Qb47WFN5tSpePq7OCm7s8u+lYZGK
wR18K7VliundR+5a8XAOyUXOL5UsDaQCK4Lj4lRaeFXunXl3DJ4E+7BKzZhReJL6
EugV5eaGonA52TWtFdB8p+79wPUeI3KcdPmQ9Ll5Zi/jBemY4bzasmgKzNeMtwWP
fk6WgrvBwptqohw71HDymGxFUnUP7XYYjic2sVKhv9AevMGycVgwWBiWroDCQ9Ja
btKfxHhI2p+g+rcywmBobWJbZsujTNjhtme+kNn1mhJsD3bKPjKQfAxaTskBLb0V
wgV21891TS1Dq9kdPLwoS4XNpYg2LLB4p9hmeG3fu9+OmqwY5oKXsHiWc43dei9Y
yxZ1AAUOIaIdPkq+YG/PhlGE4YcQZ4RPpltAr0HfGgZhmXWigbGS+66pUj+Ojysc
j0K5tCVxVu0fhhFpOlHv0LWaxCbnkgkQH9jfMEJkAWMOuQINBGCAXCYBEADW6RNr
ZVGNXvHVBqSiOWaxl1XOiEoiHPt50Aijt25yXbG+0kHIFSoR+1g6Lh20JTCChgfQ
kGGjzQvEuG1HTw07YhsvLc0pkjNMfu6gJqFox/ogc53mz69OxXauzUQ/TZ27GDVp
UBu+EhDKt1s3OtA6Bjz/csop/Um7gT0+ivHyvJ/jGdnPEZv8tNuSE/Uo+hn/Q9hg
8SbveZzo3C+U4KcabCESEFl8Gq6aRi9vAfa65oxD5jKaIz7cy+pwb0lizqlW7H9t
Qlr3dBfdIcdzgR55hTFC5/XrcwJ6/nHVH/xGskEasnfCQX8RYKMuy0UADJy72TkZ
bYaCx+XXIcVB8GTOmJVoAhrTSSVLAZspfCnjwnSxisDn3ZzsYrq3cV6sU8b+QlIX
7VAjurE+5cZiVlaxgCjyhKqlGgmonnReWOBacCgL/UvuwMmMp5TTLmiLXLT7uxeG
ojEyoCk4sMrqrU1jevHyGlDJH9Taux15GILDwnYFfAvPF9WCid4UZ4Ouwjcaxfys
3LxNiZIlUsXNKwS3mhiMRL4TRsbs4k4QE+LIMOsauIvcvm8/frydvQ/kUwIhVTH8
0XGOH909bYtJvY3fudK7ShIwm7ZFTduBJUG473E/Fn3VkhTmBX6+PjOC50HR/Hyb
waRCzfDruMe3TAcE/tSP5CUOb9C7+P+hPzQcDwARAQABiQRyBBgBCgAmAhsCFiEE
yHQBHwq0BRENAhBVNDZdlHLXRo8FAmmWSAoFCRCqi+QCQMF0IAQZAQoAHRYhBDdO
x1tIWRNgSoMcx8ggxtXNJ6uHBQJggFwmAAoJEMggxtXNJ6uHRfAP/2CGdSyg0K7U
66Vygl0dugxrMm8O3/Oe211BKdQsFUSWAznOTRTK/zvMUHO4LJAlYvdtZ6xDa4XH
l9FYQ8MR9ZV0OuOlAZvU4IJDLPVCU09X/UzX/GEoZL0R5esvwPAXopMaRHCfXJeI
/gEaB94UhAeYlwpcRn0eSuk1vyZx7GRE6/hog8DCf4hoT40dW20gGe58xcvJ+mRY
lC0lr16WH08wuUcee6+dgu+4Cg6SG6+zt9cMyl8VnTUL5BK/V3MebnYZJK0RFDNn
nXDhzStgOd5gOeIL+xBPXHd0/ld/rDM74SFExpuS+hNsyo+xMQ/HJavak21MFinu
l9COwfGEmlAXTGMY30Lf3Pt/eAkbwgmGc966VSoRmOFEXJVlDr+yJR6ru+7j50z8
lAv6Lsop7sun1Qysbo0swf6W1qgPf6VWbx91NTFLkw0+gD8jxwrU5ZMkeSuntX9d
pjuZS29CflXXIRPlvhuiDPicwTpYuIUx37vHveAH5gnowZg247x780Urrsx8duTX
8CI9MAnqzm4dFAiRlwE8bvLk+l9wekiXA9gIMZiVNqNlduXIqvAG21Wdgq8qyeXK
y/XWCVKDQOmEbFAltfNam8E3KEw0fl199x+93d5ckDGcPzUYPbNkCuIwngC/ZN96
pDafF3Z12fSNfhZUe0C8td8KAszYa96GCRA0Nl2UctdGj1gKD/4jOGhEGTg88Vyu
PVjeK+zkwrTIZSvHdUHfTt/+rTLSNb/RQiBCUQuEZvafj6FrntS7bAEhccGqH894
T3St5K0AXWkvsLd6K+cbIQdlnFA2zb6geJUCk6qx5NgWpRc3i0DS7CheGwl+Bwu7
+n9pNjNjiHV+rYDgqbQXG0dtGysB0/3qIRgEDHFO0HJu/dcte4oXrQIqrZrpOwe8
WxqFqdU918JpSUcc8coiFp9YtwpgqQNxGVZ+rhgnTGdZzk1f/Yhhimh+2B0ReaFv
k3UzVBj3HQ9C6+Ot3MyDEhSgdhjr9e25Tm9S5YfhwtWmghRw9RKPyLMSXSxm/Uc0
mK1NucAp8TQBwKqKzNpCk5IdrBSWRUbjOoOFyzyCsY6gS285GCpSIzI39hTf+3gd
wYPlE6fj+F2TZzdhx62DPnzBzBHnByYTVdJ649bx0FFp4Q+5TbIWtxu/AQkRDxmW
NQfE+6GgeshlrhXWsh6+PGDzt+2raG6zUT913sdz7Ctw4fLjmsKOTdTz3Xa9pr8l
xfI/JuukSgt9o/n3GirhTB3zE1w/I/Xt6k7oASiP3zQSuHtB/CYKYHDtOCWwjo7J
PEGtb/FkreKNxsk/p20jnlrB8WZxxswdr2Vri9NmFeyMDVX7qF3WqT+8aCV9GtS1
GCHx/5nGBdDwoxEsXqpI3IUqPb6FDg==
=wtp+
-----END PGP PUBLIC KEY BLOCK-----`,
    ],
};
/** https://get.opentofu.org/opentofu.asc */
const opentofuKey = {
    owner: 'OpenTofu',
    fingerprint: 'E3E6E43D84CB852EADB0051D0C0AF313E5FD9F80',
    copies: [
        `-----BEGIN PGP PUBLIC KEY BLOCK-----

mQINBGVUyIwBEADPg6jUJm5liMTiDndyprnwXQ23GdyQm/kW9MFOhYDRksmmbsz0
DCfqntFpuoKxPXzA+JTrZlWZONtU+leZjIOlAVZiz0rwz5EJq7uIrkueWtUk6AYk
BLN+zMtbui0z3HCPVNnR5BlVNyXQeW3jlrQtzuKevjZWzI0gbQGgEKNpj+lfyRFu
6q3u/T0o3p/6bOOlQHwCMtnFlWpjr6f/J2EdUVO/6NYHQzImPj4LINXF/+eqo7v6
svFtaVTtREG2V2V7We7bu/cJ+NgJYH7ro7UhB1RQH2k09NdpSCt9F60PVERnORpx
GBkM/VKZzgMSzRvdpxUWwrLxfAxinu5ddbBm3y0bzaU80OT3i1qrWIqW73fmdGHQ
71gbJxRrroyLMWehjcJ/9WJDxkHqsfPKqBifYsp6/J9npczDfSU+zYBVGpR73a4E
dbeIRWqwbH0LWhlbi1IM5aFDaZMFNkY+AWyP+OHn8Kehu6DOIh1AVM7v7vLxaX9h
t1jVJbswjvPFYquv1DvUdc7VP2QHz3xctQS1GZJQ1ekcgTv9rRYXUOOwknInjtkM
9kQDtyBkVLcEc8ha3Cfh6PJscIP5VHwaNMgAPr9tsl3xqdz56l5UPjFSFuel98jS
Bqn83VrT0uKwM0PnDVHd/7q8+Dg1EtOggMwZ830KORFNdjfv6ydsBvl7fwARAQAB
tEpPcGVuVG9mdSAoVGhpcyBrZXkgaXMgdXNlZCB0byBzaWduIG9wZW50b2Z1IHBy
b3ZpZGVycykgPGNvcmVAb3BlbnRvZnUub3JnPokCTAQTAQgAQQUCZVTIjAkQDArz
E+X9n4AWIQTj5uQ9hMuFLq2wBR0MCvMT5f2fgAIbAwIeAQIZAQMLCQcCFQgDFgAC
BScJAgcCAABwAg/1HZnTvPHZDWf5OluYOaQ7ADX/oyjUO85VNUmKhmBZkLr5mTqr
LO72k9fg+101hbggbhtK431z3Ca6ZqDAG/3DBi0BC1ag0rw83TEApkPGYnfX1DWS
1ZvyH1PkV0aqCkXAtMrte2PlUiieaKAsiYOIXqfZwszd07gch14wxMOw1B6Au/Xz
Nrv2omnWSgGIyR6WOsG4QQ8R5AMVz3K8Ftzl6520wBgtr3osA3uM/xconnGVukMn
9NLQqKx5oeaJwONZpyZL5bg2ke9MVZM2+bG30UGZKoxrzOtQ//OTOYlhPCqm1ffR
hYrUytwsWzDnJvXJF1QhnDu8whP3tSrcHyKxYZ9xUNzeu2AmjYfvkKHSdK2DFmOf
DafaRs3c1VYnC7J7aRi6kVF/t+vWeOEVpPylyK7vSbPFc6XVoQrsE07hbN/BjWjm
s8voK5U6oJRgEugXtSQKFypfOq8R99nXwbMHdhqY8aGyOCj++cuvRCUBDZAQqPEW
AuD0X7+9Trnfin47MK+n18wsTAL4w6PJhtCrwK4e0cVuQ5u4M/PMid5W6hEA27PX
x506Jpe8iRmcIP/cCR6pvhgOUMC36bIkAqZ5dJ545kDQju0lf8gLdVIQpig45udn
ZM2KgyApGqhsS7yCUrbLDrtNmQ31TSYdKc8IU+/jXkfy2RYbZ+wNgfloKLkCDQRl
VMiMARAAwRZUyMIc5TNbcFg3WGKxhaNC9hDZ4zBfXlb5jONzZOx3rDi2lD4UQOH+
NpG7CF98co//kryS/4AsDdp2jzhh+VMgyx6KJIhSkBP6kqhriy9eWRmgfrnLbUf4
6kkTkzLVkjYnMNeyHt+mi9I7EKtsDuF/EvjlwF5E81+DEOteCO/un/Qt1q3e1Slf
vTpLkPvr1FiQ3VqzaBeBBI3MAMb/ycwL6hQE1l4Lg34T43Zu+9zkE1uzvjeNIlIW
ucjB4q1htEjJl2CLAv+8cGHdmCcV2ZO3WM8M9Omq1CE7jhak4NE/YuGylJYCBd+B
S7tuDPDu6+o4Nx+axxcwMvgyfr07FteEr1Lopaw2ci8b/xzQie/gkI0CByQMwD5V
gnJpiMBnjP4d6UF6HEVldCQ7a3T1T80bKj5JjtFbR9P85Qntuheqn3Pge89YexMc
E/00VA3blrj+GeYpO9ZGFu7DR/x4sjnTEhfjXEoLv1C4AdgGHCIjW9wU6HkcWnla
X7akKlwIWEUP/BFLkcWPpmUrtClhWx9wq1GHFvKAN/qp//VWnv4IfRU6RjmVPOWB
efvTu/cpsfBHLyp15goOYPboahIdTUTNQIXh4Vid7E1NoKnWZUMu50n3/zAbjSds
mNmifi4g01MYJ3TVoU2Q01P7NiD3IRmaw72nLmf9cM9/7QMdGn0AEQEAAYkCNgQY
AQgAKgUCZVTIjAkQDArzE+X9n4AWIQTj5uQ9hMuFLq2wBR0MCvMT5f2fgAIbDAAA
SUoP/2ExsUoGbxjuZ76QUnYtfzDoz+o218UWd3gZCsBQ6/hGam5kMq+EUEabF3lV
7QLDyn/1v5sqrkmYg0u5cfjtY3oimCPvr6E0WTuqMIwYl0fdlkmdNttDpMqvCazq
bzLK5dDVWbh/EYTiEN1xKXM6rlAquYv8I16uWL8QHanMb6yexNmDYhC4fXWqCi+s
5sXxWrPrd+fGz8CR/fEYahPXj8uY6dwN9DlWyek9QtKW2PsqrkBn5vCOm2IyZW6d
t/Kn70tYtxMxJND2otk47mpG/Fv3sYK2bTGJ+k/5+E5IrjWqIX2lVB3G1+TCoZ5s
cc16zls32mOlRh81fTAqcwkDFxICxcOeNHGLt3N+UvoPSUafYKD96rn5mWFao4xb
cFniaYv2PdqH8HDjvXZXqHypRMXvYMbXXOgydLL+tSUSBpMTd4afjq8x2gNSWOEL
I1jT5FWbKTKan0ycKi37bSqGHhDjlg4HRGvC3IK0EuVjdX3r+8uIVgFbqLwNhXk4
GAIL03vl689TQ7/oPW75XCQIevFai0kcJPl6qIRvi9/S/v5EPRy9UDCGY/MPmc5f
H1an0ebU4I4TlYfBoEUkYYqBDxvxWW0I/Q01rDebcd6mrGw8lW1EiNZlClLwx9Bv
/+MNnIT9m1f8KeqmweoAgbIQRUI7EkJSzxYN4DNuy2XoKmF9
=CRuR
-----END PGP PUBLIC KEY BLOCK-----`,
    ],
};

;// CONCATENATED MODULE: ./src/runner/tools/releases.js

const publicSources = {
    hashicorp: 'https://releases.hashicorp.com',
    github: 'https://github.com',
    githubApi: 'https://api.github.com',
    opentofuList: 'https://get.opentofu.org/tofu/api.json',
    keys: { terraform: hashicorpKey, tofu: opentofuKey },
};
const tools = {
    terraform: {
        versionArgs: ['version', '-json'],
        versionFiles: { name: '.terraform-version', plugin: 'terraform' },
        versionVariable: 'TFENV_TERRAFORM_VERSION',
        defaultVariable: 'TFENV_TERRAFORM_DEFAULT_VERSION',
        origin: released((version, { os, arch }, { sources, env }) => {
            const folder = `${base(env.TFENV_REMOTE, sources.hashicorp)}/terraform/${version}`;
            const key = sources.keys.terraform;
            return signedZip(folder, 'terraform', version, `${os}_${arch}`, '.sig', key);
        }),
        list: ({ sources, env }) => `${base(env.TFENV_LIST_URL, env.TFENV_REMOTE, sources.hashicorp)}/terraform/index.json`,
    },
    tofu: {
        versionArgs: ['version', '-json'],
        versionFiles: { name: '.opentofu-version', plugin: 'opentofu' },
        versionVariable: 'TOFUENV_TOFU_VERSION',
        defaultVariable: 'TOFUENV_TOFU_DEFAULT_VERSION',
        origin: released((version, { os, arch }, { sources, env, githubProxy }) => {
            const github = base(env.TOFUENV_REMOTE, githubProxy, sources.github);
            const folder = `${github}/opentofu/opentofu/releases/download/v${version}`;
            const key = sources.keys.tofu;
            return signedZip(folder, 'tofu', version, `${os}_${arch}`, '.gpgsig', key);
        }),
        list: ({ sources, env }) => env.TOFUENV_LIST_URL || sources.opentofuList,
    },
    terragrunt: {
        versionArgs: ['--version'],
        versionFiles: { name: '.terragrunt-version', plugin: 'terragrunt' },
        versionVariable: 'TG_VERSION',
        defaultVariable: 'TG_DEFAULT_VERSION',
        origin: released((version, { os, arch }, { sources, env, githubProxy }) => {
            const github = base(env.TG_REMOTE, githubProxy, sources.github);
            const folder = `${github}/gruntwork-io/terragrunt/releases/download/v${version}`;
            return checkedFile(folder, `terragrunt_${os}_${arch}`, 'SHA256SUMS', { kind: 'program' });
        }),
        list: ({ sources, env }) => env.TG_LIST_URL || `${sources.githubApi}/repos/gruntwork-io/terragrunt/releases`,
    },
    opa: {
        versionArgs: ['version'],
        versionVariable: 'OPA_VERSION',
        defaultVersion: '1.7.1',
        origin: released((version, { os, arch }, { sources }) => {
            const folder = `${sources.github}/open-policy-agent/opa/releases/download/v${version}`;
            const file = `opa_${os}_${arch}${os === 'darwin' && arch === 'amd64' ? '' : '_static'}`;
            return checkedFile(folder, file, `${file}.sha256`, { kind: 'program' });
        }),
    },
    conftest: {
        versionArgs: ['--version'],
        versionVariable: 'CONFTEST_VERSION',
        defaultVersion: '0.58.0',
        origin: released((version, { os, arch }, { sources }) => {
            const folder = `${sources.github}/open-policy-agent/conftest/releases/download/v${version}`;
            const platform = `${os === 'linux' ? 'Linux' : 'Darwin'}_${arch === 'amd64' ? 'x86_64' : arch}`;
            const file = `conftest_${version}_${platform}.tar.gz`;
            return checkedFile(folder, file, 'checksums.txt', { kind: 'tar.gz', member: 'conftest' });
        }),
    },
    checkov: {
        versionArgs: ['--version'],
        versionVariable: 'CHECKOV_VERSION',
        defaultVersion: '2.5.10',
        origin: { kind: 'python', package: 'checkov' },
    },
    infracost: {
        versionArgs: ['--version'],
        versionVariable: 'INFRACOST_VERSION',
        defaultVersion: '0.10.41',
        origin: released((version, { os, arch }, { sources }) => {
            const folder = `${sources.github}/infracost/infracost/releases/download/v${version}`;
            const member = `infracost-${os}-${arch}`;
            const file = `${member}.tar.gz`;
            return checkedFile(folder, file, `${file}.sha256`, { kind: 'tar.gz', member });
        }),
    },
    oiq: {
        versionArgs: ['--version'],
        versionVariable: 'OIQ_VERSION',
        origin: { kind: 'none', because: 'its releases have no checksums' },
    },
};
function released(of) {
    return { kind: 'release', of };
}
function signedZip(folder, tool, version, platform, suffix, key) {
    const checksums = `${folder}/${tool}_${version}_SHA256SUMS`;
    const file = `${tool}_${version}_${platform}.zip`;
    return {
        file,
        url: `${folder}/${file}`,
        packing: { kind: 'zip', member: tool },
        checksums: { url: checksums, signature: { url: `${checksums}${suffix}`, key } },
    };
}
function checkedFile(folder, file, checksums, packing) {
    return {
        file,
        url: `${folder}/${file}`,
        packing,
        checksums: { url: `${folder}/${checksums}`, signature: undefined },
    };
}
/** The first address that is given, without a slash at its end. */
function base(...addresses) {
    return addresses.find(Boolean)?.replace(/\/+$/, '') ?? '';
}

;// CONCATENATED MODULE: ./src/runner/tools/required-versions.js





/** In seconds. */
const required_versions_timeout = 60;
const found = classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({ file: classic_schemas/* string */.YjP(), line: classic_schemas/* number */.aig().nullable(), text: classic_schemas/* string */.YjP() }));
const required_versions_answer = classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), found);
/**
 * What `required_version` says in directories of a checkout. HCL is read in a process of its own, for
 * all directories of the run at once; where no file has that word, there is no process at all.
 */
class RequiredVersions {
    #job;
    #dirs;
    #ofTheRun;
    /** `dirs`: of the run, from the root of the checkout. */
    constructor(job, dirs) {
        this.#job = job;
        this.#dirs = [...new Set(dirs)];
    }
    /** Of the files that `tool` reads in an absolute directory. Throws `StepFailed` when they cannot be read. */
    async of(directory, tool) {
        const dir = (0,external_node_path_.relative)(this.#job.settings.root, directory).split(external_node_path_.sep).join('/');
        if (!(await isMentioned(directory)))
            return [];
        this.#ofTheRun ??= this.#mentioned().then((dirs) => this.#read(dirs));
        const known = await this.#ofTheRun;
        // Not among them: steps of the run made it, or what is in it.
        const said = known.get(dir) ?? (await this.#read([dir])).get(dir) ?? [];
        return readBy(tool, said).map(({ file, line, text }) => ({
            text,
            where: [(0,external_node_path_.join)(dir, file), line].filter((part) => part !== null).join(':'),
        }));
    }
    async #mentioned() {
        const { root } = this.#job.settings;
        const mentioned = await Promise.all(this.#dirs.map((dir) => isMentioned((0,external_node_path_.join)(root, dir))));
        return this.#dirs.filter((_, index) => mentioned[index]);
    }
    async #read(dirs) {
        const { programs, settings } = this.#job;
        const command = {
            argv: requiredVersionsReader,
            cwd: settings.root,
            env: { TERRATEAM_ROOT: settings.root },
            input: JSON.stringify({ dirs }),
            timeout: required_versions_timeout,
        };
        const result = await programs.run(command, { kind: 'raw' });
        if (result.kind === 'exited' && result.exitCode === 0) {
            return new Map(Object.entries(required_versions_answer.parse(JSON.parse(result.stdout))));
        }
        const said = result.kind === 'exited' ? result.stderr.trim() : `there is no ${result.program}`;
        throw new step_result/* StepFailed */.an(`required_version of ${dirs.join(', ')} could not be read: ${said}\nSay which version is ` +
            'wanted, in a version file or in `version` of the engine, and it need not be read.');
    }
}
/** OpenTofu reads `main.tofu` in place of `main.tf`; Terraform does not know the former. */
function readBy(tool, files) {
    const isTofu = ({ file }) => /\.tofu(\.json)?$/.test(file);
    if (tool === 'terraform')
        return files.filter((file) => !isTofu(file));
    const replaced = new Set(files.filter(isTofu).map(({ file }) => file.replace(/\.tofu(?=(\.json)?$)/, '.tf')));
    return files.filter(({ file }) => !replaced.has(file));
}
/** Whether a file of Terraform configuration in the directory has the word at all. */
async function isMentioned(directory) {
    const names = await (0,promises_.readdir)(directory, { withFileTypes: true }).catch(() => []);
    const files = names.filter(({ name }) => /\.(tf|tofu)(\.json)?$/.test(name));
    // Whatever is not a plain file is left to the process that takes care of where links lead.
    if (files.some((entry) => !entry.isFile()))
        return true;
    const texts = await Promise.all(files.map(({ name }) => (0,promises_.readFile)((0,external_node_path_.join)(directory, name), 'utf8')));
    return texts.some((text) => text.includes('required_version'));
}

// EXTERNAL MODULE: external "node:stream/consumers"
var consumers_ = __webpack_require__(8321);
;// CONCATENATED MODULE: ./src/runner/http/download.js







const mostRedirects = 5;
const download_tries = 3;
/** In bytes: no tool is larger, and no list of releases or sums. */
const download_largestFile = 2 ** 31;
const largestText = 64 << 20;
/** How much is shown of what a server says of its refusal, in UTF-16 units. */
const shownAnswer = 200;
/** A download that did not succeed. The message names the address. */
class DownloadFailed extends Error {
    /** Of the answer; undefined where there was none. */
    status;
    constructor(url, reason, status) {
        super(`${shownUrl(url)}: ${reason}`);
        this.status = status;
    }
}
/** Downloads to a file, following redirects, trying again where that may help. Throws `DownloadFailed`. */
async function downloadFile(url, file, waiting) {
    return await downloaded(url, waiting, {}, async (response) => {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        let bytes = 0;
        const counted = limited(url, response, download_largestFile, (chunk) => {
            hash.update(chunk);
            bytes += chunk.length;
        });
        await (0,external_node_stream_promises_.pipeline)(counted, (0,external_node_fs_.createWriteStream)(file, { mode: 0o600 }));
        return { sha256: hash.digest('hex'), bytes };
    });
}
/** Downloads something small; `headers` go to the host of `url` alone. Throws `DownloadFailed`. */
async function downloadBytes(url, waiting, headers = {}) {
    return await downloaded(url, waiting, headers, async (response) => {
        const chunks = [];
        for await (const chunk of limited(url, response, largestText))
            chunks.push(chunk);
        return Buffer.concat(chunks);
    });
}
/** What `keep` makes of the answer 200. */
async function downloaded(url, { clock, until }, headers, keep) {
    let kept;
    const attempt = () => follow(url, headers, until, async (response) => {
        kept = { value: await keep(response) };
    });
    const isFinal = (error) => until.aborted || error instanceof DownloadFailed || (0,http_retry/* isOfTheDisk */.MC)(error);
    const lasting = Number.POSITIVE_INFINITY;
    const patience = { clock, lasting, tries: download_tries, onRetry: () => { }, hurry: until };
    const answer = await (0,http_retry/* retrying */.R$)(attempt, patience, isFinal).catch((error) => {
        if (error instanceof DownloadFailed)
            throw error;
        const reason = error instanceof Error ? error.message : String(error);
        throw new DownloadFailed(url, (0,disk_full/* diskFull */.x)(error, 'what is downloaded') ?? reason);
    });
    if (answer.status === 200 && kept)
        return kept.value;
    const said = answer.text.slice(0, shownAnswer).trim();
    throw new DownloadFailed(url, `HTTP ${answer.status}${said && `. ${said}`}`, answer.status);
}
/** The answer after redirects, which may not lead from https to http. */
async function follow(url, headers, signal, keep) {
    const first = new URL(url);
    let at = first;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
        // Whatever lets us in at one host must not reach another.
        const own = at.origin === first.origin ? headers : {};
        const sent = { 'user-agent': 'terrane-runner', ...own };
        const request = { method: 'GET', headers: sent, body: undefined, signal };
        const answer = await (0,http_request/* exchange */.cv)(at.href, request, async (response) => {
            if (response.statusCode !== 200)
                return await (0,consumers_.text)(response);
            await keep(response);
            return '';
        });
        const { location } = answer.headers;
        if (location === undefined || answer.status < 300 || answer.status >= 400)
            return answer;
        const next = URL.parse(location, at.href);
        const isSafe = next?.protocol === 'https:' || (next?.protocol === 'http:' && at.protocol === 'http:');
        if (next === null || !isSafe) {
            throw new DownloadFailed(at.href, `is redirected to ${shownUrl(location)}, which is no https`);
        }
        at = next;
    }
    throw new DownloadFailed(url, `was redirected more than ${mostRedirects} times`);
}
/** The bytes of an answer, as long as there are not more than `limit`. */
async function* limited(url, response, limit, see = () => { }) {
    let bytes = 0;
    // Without an encoding, streams of http give buffers.
    for await (const chunk of response) {
        bytes += chunk.length;
        if (bytes > limit)
            throw new DownloadFailed(url, `is larger than ${limit} bytes`);
        see(chunk);
        yield chunk;
    }
}
/** An address as it may be shown: a mirror's may carry a password, GitHub's after a redirect a signature. */
function shownUrl(url) {
    const parsed = URL.parse(url);
    return parsed === null ? 'the address' : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}

;// CONCATENATED MODULE: ./src/runner/tools/signature.js
/**
 * Why a detached OpenPGP signature of `data` is not one by this key; undefined when it is. The key has
 * to have been valid when the signature was made, not now: what was released before a key expired stays
 * as good as it was.
 */
async function signatureProblem(data, signature, key) {
    const copies = await Promise.all(key.copies.map((armored) => readCopy(armored, key)));
    const problems = await Promise.all(copies.map((copy) => problemWith(data, signature, copy)));
    return problems.includes(undefined) ? undefined : problems.join('; ');
}
/** Loaded only here: it is large, and most jobs download nothing. */
const library = () => __webpack_require__.e(/* import() */ 732).then(__webpack_require__.bind(__webpack_require__, 1732));
async function readCopy(armoredKey, { owner, fingerprint }) {
    const { readKey } = await library();
    const key = await readKey({ armoredKey });
    if (key.getFingerprint().toUpperCase() === fingerprint)
        return key;
    throw new Error(`The key of ${owner} in the runner does not have its fingerprint.`);
}
async function problemWith(data, binarySignature, verificationKeys) {
    const { createMessage, readSignature, verify } = await library();
    try {
        const message = await createMessage({ binary: data });
        const signature = await readSignature({ binarySignature });
        const { signatures } = await verify({ message, signature, verificationKeys });
        await Promise.any(signatures.map(({ verified }) => verified));
        return undefined;
    }
    catch (error) {
        const reasons = error instanceof AggregateError ? error.errors : [error];
        return reasons.map(String).join(', ') || 'there is no signature in it';
    }
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./src/runner/tools/unpack.js





/** Writes the program that is in `archive` to `program`. Nothing else is taken from it, no path either. */
async function unpack(archive, packing, program) {
    switch (packing.kind) {
        case 'program':
            return await (0,promises_.rename)(archive, program);
        case 'zip':
            return await unzip(archive, packing.member, program);
        case 'tar.gz':
            return await untar(archive, packing.member, program);
    }
}
async function unzip(archive, member, program) {
    const yauzl = await __webpack_require__.e(/* import() */ 341).then(__webpack_require__.t.bind(__webpack_require__, 3341, 19));
    const zip = await yauzl.openPromise(archive);
    try {
        for await (const entry of zip.eachEntry()) {
            if (entry.fileName !== member)
                continue;
            return await (0,external_node_stream_promises_.pipeline)(await zip.openReadStreamPromise(entry), (0,external_node_fs_.createWriteStream)(program));
        }
    }
    finally {
        zip.close();
    }
    throw new Error(`there is no ${member} in it`);
}
async function untar(archive, member, program) {
    const { parseTar } = await __webpack_require__.e(/* import() */ 582).then(__webpack_require__.bind(__webpack_require__, 3582));
    // A copy: the parser takes the whole memory that a buffer may be a part of.
    const bytes = new Uint8Array(await (0,external_node_util_.promisify)(external_node_zlib_.gunzip)(await (0,promises_.readFile)(archive)));
    const [file] = parseTar(bytes, {
        filter: ({ name, type }) => type === 'file' && name.replace(/^\.\//, '') === member,
    });
    if (file?.data === undefined)
        throw new Error(`there is no ${member} in it`);
    await (0,promises_.writeFile)(program, file.data);
}

;// CONCATENATED MODULE: ./src/runner/tools/install.js






/**
 * Downloads a release, verifies it, and puts its program into `folder` under the name `program`.
 * Resolves to how many bytes were downloaded. Throws `DownloadFailed`, and `StepFailed` for what is not
 * what its maker released; nothing of that is left.
 */
async function installRelease({ file, url, packing, checksums }, folder, program, waiting) {
    const expected = await checksumOf(file, checksums, waiting);
    const archive = (0,external_node_path_.join)(folder, 'download');
    const { sha256, bytes } = await downloadFile(url, archive, waiting);
    if (sha256 !== expected) {
        await (0,promises_.rm)(archive);
        throw new step_result/* StepFailed */.an(`${shownUrl(url)} is not what was released, and was deleted: its SHA-256 is ${sha256}, and ` +
            `${shownUrl(checksums.url)} says ${expected}.`);
    }
    await unpack(archive, packing, (0,external_node_path_.join)(folder, program)).catch((error) => {
        throw new step_result/* StepFailed */.an(`${shownUrl(url)} could not be unpacked: ${String(error)}`);
    });
    await (0,promises_.rm)(archive, { force: true });
    await (0,promises_.chmod)((0,external_node_path_.join)(folder, program), 0o755);
    return bytes;
}
/** What the list of checksums, if it is signed a verified one, says of a file. */
async function checksumOf(file, { url, signature }, waiting) {
    const list = await downloadBytes(url, waiting);
    if (signature !== undefined) {
        const signed = await downloadBytes(signature.url, waiting);
        const problem = await signatureProblem(list, signed, signature.key);
        if (problem !== undefined) {
            const { owner, fingerprint } = signature.key;
            throw new step_result/* StepFailed */.an(`${shownUrl(signature.url)} is not a signature of ${shownUrl(url)} by ${owner} (key ${fingerprint}): ${problem}. ` +
                'Nothing was installed.');
        }
    }
    const checksum = checksumIn(list.toString(), file);
    if (checksum !== undefined)
        return checksum;
    throw new step_result/* StepFailed */.an(`${shownUrl(url)} has no checksum of ${file}: there is no release for this machine.`);
}
/** From a list as `sha256sum` writes it: a checksum, one or two spaces or an asterisk, a name. */
function checksumIn(list, file) {
    for (const line of list.split('\n')) {
        const [, checksum, name] = /^([0-9a-fA-F]{64})\s+[*]?(\S+)\s*$/.exec(line) ?? [];
        if (checksum !== undefined && name === file)
            return checksum.toLowerCase();
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/runner/tools/python-package.js


/**
 * Installs a program that is a package of Python into an environment of its own, in `folder`. pip takes
 * its settings (an index of your own, a proxy) from `env`. Throws `StepFailed`.
 */
async function installPythonPackage({ programs }, name, version, folder, env) {
    const run = async (...argv) => {
        const result = await programs.run({ argv, cwd: folder, env: { ...env } }, { kind: 'quiet' });
        if (result.kind === 'exited' && result.exitCode === 0)
            return;
        const reason = result.kind === 'not-found'
            ? `${result.program} was not found`
            : `${argv.join(' ')} failed:\n${result.stderr}${result.stdout}`.trim().slice(-4000);
        throw new step_result/* StepFailed */.an(`${name} is not on PATH, and could not be installed: ${reason}\nInstall ${name} in the workflow ` +
            'before this action, or Python 3 with venv and pip.');
    };
    await run('python3', '-m', 'venv', folder);
    const pip = (0,external_node_path_.join)(folder, 'bin', 'python3');
    const quiet = ['--disable-pip-version-check', '--no-input', '--quiet'];
    await run(pip, '-m', 'pip', 'install', ...quiet, `${name}==${version}`);
}

;// CONCATENATED MODULE: ./src/runner/tools/release-list.js



/** GitHub gives no more releases at once, and nobody has more pages. */
const onPage = 100;
const mostPages = 50;
/** HashiCorp's index.json; OpenTofu's api.json; releases as GitHub lists them. */
const list = classic_schemas/* union */.KCZ([
    classic_schemas/* object */.Ikc({ versions: classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({ id: classic_schemas/* string */.YjP() })) })
        .transform(({ versions }) => ({ versions: versions.map(({ id }) => id), pages: false })),
    classic_schemas/* object */.Ikc({ versions: classic_schemas/* record */.g1P(classic_schemas/* string */.YjP(), classic_schemas/* unknown */.L5J()) })
        .transform(({ versions }) => ({ versions: Object.keys(versions), pages: false })),
    classic_schemas/* array */.YOg(classic_schemas/* object */.Ikc({ tag_name: classic_schemas/* string */.YjP() }))
        .transform((tags) => ({ versions: tags.map((tag) => tag.tag_name), pages: true })),
]);
/**
 * Every version that is listed at an address. `token` is GitHub's, which asks more often with one.
 * Throws `DownloadFailed`.
 */
async function releasedVersions(url, waiting, token) {
    // A token is for GitHub alone, whatever the address is.
    const isGithub = URL.parse(url)?.origin === 'https://api.github.com';
    const headers = isGithub && token ? { authorization: `Bearer ${token}` } : {};
    const found = [];
    for (let page = 1; page <= mostPages; page += 1) {
        const bytes = await downloadBytes(pageOf(url, page), waiting, headers);
        const { versions, pages } = parsedList(url, bytes);
        found.push(...versions.flatMap((version) => semver.valid(version) ?? []));
        if (!pages || versions.length < onPage)
            break;
    }
    return found;
}
function parsedList(url, bytes) {
    try {
        return list.parse(JSON.parse(bytes.toString()));
    }
    catch {
        throw new DownloadFailed(url, 'what it answers is not a list of releases');
    }
}
function pageOf(url, page) {
    const address = new URL(url);
    if (address.pathname.endsWith('.json'))
        return url;
    address.searchParams.set('per_page', String(onPage));
    address.searchParams.set('page', String(page));
    return address.href;
}

;// CONCATENATED MODULE: ./src/runner/tools/tool-cache.js




/**
 * The folder that keeps tools between the jobs of a machine: that of GitHub's runners, else one of the
 * user's cache.
 */
function toolCacheFolder(env) {
    const { RUNNER_TOOL_CACHE, XDG_CACHE_HOME, HOME } = env;
    if (RUNNER_TOOL_CACHE)
        return RUNNER_TOOL_CACHE;
    return (0,external_node_path_.join)(XDG_CACHE_HOME || (0,external_node_path_.join)(HOME || (0,external_node_os_.homedir)(), '.cache'), 'terrane', 'tools');
}
/**
 * Makes a folder of the cache, once: `fill` gets an empty one that appears under its name when it is
 * whole. Jobs at the same time may both fill one; then the first stays.
 */
async function cachedFolder(folder, placing, fill) {
    if (await exists(folder))
        return;
    const made = await newFolderBeside(folder);
    let keep = false;
    try {
        await fill(made);
        await (0,promises_.chmod)(made, 0o755);
        if (placing === 'move')
            await (0,promises_.rename)(made, folder);
        else
            await (0,promises_.symlink)((0,external_node_path_.basename)(made), folder);
        keep = true;
    }
    catch (error) {
        unlessThere(error);
    }
    finally {
        if (!keep)
            await (0,promises_.rm)(made, { recursive: true, force: true });
    }
}
async function newFolderBeside(folder) {
    try {
        await (0,promises_.mkdir)((0,external_node_path_.dirname)(folder), { recursive: true });
        return await (0,promises_.mkdtemp)(`${folder}-`);
    }
    catch (error) {
        throw new step_result/* StepFailed */.an(`The tool cache cannot be written (${String(error)}). Set RUNNER_TOOL_CACHE or XDG_CACHE_HOME to a ` +
            'folder that this job may write to.');
    }
}
/** Another job was faster. */
function unlessThere(error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EEXIST' && code !== 'ENOTEMPTY')
        throw error;
}
async function exists(path) {
    return await (0,promises_.access)(path).then(() => true, () => false);
}

;// CONCATENATED MODULE: ./src/runner/tools/tool-installer.js










const howToInstall = {
    terraform: 'for example with hashicorp/setup-terraform, or set TFENV_REMOTE to a mirror',
    tofu: 'for example with opentofu/setup-opentofu, or set TOFUENV_REMOTE to a mirror',
    terragrunt: 'for example with gruntwork-io/terragrunt-action, or set TG_REMOTE to a mirror',
};
/** A tool that PATH lacks could not be downloaded. `reason` follows upon its name. */
class ToolUnavailable extends step_result/* StepFailed */.an {
    reason;
    constructor(what, { because, onPath }, reason) {
        const instead = onPath === undefined ? '' : ` (which has ${onPath})`;
        super(`${what} (${because}) was not found on PATH${instead}, and ${reason}`);
        this.reason = reason;
    }
}
/** Downloads tools into the tool cache, each of them once. */
class ToolInstaller {
    #job;
    #sources;
    #githubProxy;
    #lists = new Map();
    #installed = new Map();
    constructor(job, sources, githubProxy) {
        this.#job = job;
        this.#sources = sources;
        this.#githubProxy = githubProxy;
    }
    /** The version that a search comes to. Throws `StepFailed` where no release is the one. */
    async choose(request, search, why) {
        if (search.kind === 'exact')
            return search.version;
        const { tool } = request;
        const { origin } = tools[tool];
        if (origin.kind === 'none')
            throw notDownloaded(tool, origin.because);
        const url = tools[tool].list?.(this.#where(request));
        if (url === undefined) {
            throw new step_result/* StepFailed */.an(`${why.because} has to be a version of ${tool}, such as 1.7.1, not a range.`);
        }
        const versions = await this.#listed(request, url).catch((error) => {
            throw asUnlisted(tool, why, error);
        });
        const allowed = semver.sort(versions.filter((version) => allows(search.constraint, version)));
        const version = search.pick === 'newest' ? allowed.at(-1) : allowed[0];
        if (version !== undefined)
            return version;
        const onPath = why.onPath === undefined ? '' : ` PATH has ${why.onPath}.`;
        throw new step_result/* StepFailed */.an(`No release of ${tool} is allowed by ${why.because}.\nOf ${versions.length} releases, the newest is ` +
            `${semver.sort(versions).at(-1)}.${onPath}`);
    }
    /** Throws `StepFailed`. */
    async install(request, version, why) {
        const what = `${request.tool} ${version}`;
        const known = this.#installed.get(what);
        if (known)
            return await known;
        const installed = this.#install(request, version, `${what} (${why.because})`).catch((error) => {
            throw asUnavailable(request.tool, what, why, error);
        });
        this.#installed.set(what, installed);
        return await installed;
    }
    async #install(request, version, what) {
        const { tool, env } = request;
        const { origin } = tools[tool];
        const platform = thisPlatform();
        const cache = toolCacheFolder(this.#job.settings.environment);
        const folder = (0,external_node_path_.join)(cache, tool, version, `${platform.os}_${platform.arch}`);
        switch (origin.kind) {
            case 'release': {
                const release = origin.of(version, platform, this.#where(request));
                await this.#fill(folder, 'move', what, async (empty) => {
                    const bytes = await installRelease(release, empty, tool, this.#waiting);
                    return this.#from(release, bytes);
                });
                return { command: (0,external_node_path_.join)(folder, tool), folder };
            }
            case 'python':
                await this.#fill(folder, 'link', what, async (empty) => {
                    await installPythonPackage(this.#job, origin.package, version, empty, env);
                    return 'PyPI';
                });
                // Its folder has a Python as well, which steps must not get for theirs.
                return { command: (0,external_node_path_.join)(folder, 'bin', tool), folder: undefined };
            case 'none':
                throw notDownloaded(tool, origin.because);
        }
    }
    /** Fills a folder of the cache, unless it is there, and logs what `download` says of the origin. */
    async #fill(folder, placing, what, download) {
        const { clock, log } = this.#job;
        const began = clock.now();
        await cachedFolder(folder, placing, async (empty) => {
            const origin = await download(empty);
            const seconds = ((clock.now() - began) / 1000).toFixed(1);
            log.line(`Downloaded ${what} in ${seconds} s from ${origin}.`);
        });
    }
    #from({ url, checksums }, bytes) {
        const proxied = this.#githubProxy !== undefined && url.startsWith(this.#githubProxy);
        const host = proxied ? 'the control plane' : URL.parse(url)?.host;
        const verified = checksums.signature
            ? `signed by ${checksums.signature.key.owner}`
            : 'its checksum is right, and not signed with a key that the runner knows';
        return `${host}: ${(bytes / 1e6).toFixed(1)} MB, ${verified}`;
    }
    async #listed({ env }, url) {
        const known = this.#lists.get(url);
        if (known)
            return await known;
        const { settings } = this.#job;
        // The token of another GitHub is none of github.com's business.
        const token = env.TENV_GITHUB_TOKEN || env.GITHUB_TOKEN;
        const { githubTokenIsPublic } = settings.forge;
        const listed = releasedVersions(url, this.#waiting, githubTokenIsPublic ? token : undefined);
        this.#lists.set(url, listed);
        return await listed;
    }
    get #waiting() {
        return { clock: this.#job.clock, until: this.#job.interruption.begun };
    }
    #where({ env }) {
        return { sources: this.#sources, env, githubProxy: this.#githubProxy };
    }
}
function notDownloaded(tool, because) {
    return new step_result/* StepFailed */.an(`${tool} was not found on PATH, and is not downloaded, because ${because}. Install it in the ` +
        'workflow before this action.');
}
function asUnlisted(tool, why, error) {
    if (!(error instanceof DownloadFailed))
        return error;
    return new ToolUnavailable(tool, why, `could not be downloaded, since the list of its releases could not be read:\n${error.message}\n` +
        `Name an exact version, which needs no list, or install it${howTo(tool)}`);
}
/** An expected failure says what to do instead of downloading; another stays as it is. */
function asUnavailable(tool, what, why, error) {
    if (!(error instanceof DownloadFailed))
        return error;
    const reason = `could not be downloaded:\n${error.message}\nInstall it${howTo(tool)}`;
    return new ToolUnavailable(what, why, reason);
}
function howTo(tool) {
    return ` in the workflow before this action, ${howToInstall[tool] ?? 'so that it is on PATH'}.`;
}
/** Throws `StepFailed` for a machine that nothing is released for. */
function thisPlatform() {
    const { platform, arch } = process;
    const os = platform === 'linux' || platform === 'darwin' ? platform : undefined;
    const known = { x64: 'amd64', arm64: 'arm64' };
    const cpu = arch === 'x64' || arch === 'arm64' ? known[arch] : undefined;
    if (os !== undefined && cpu !== undefined)
        return { os, arch: cpu };
    throw new step_result/* StepFailed */.an(`Tools are downloaded for Linux and macOS on x64 and arm64, not ${platform} ${arch}.`);
}

;// CONCATENATED MODULE: ./src/runner/tools/version-files.js



/** No version file is larger; a file of a pull request may be anything. */
const version_files_largestFile = 64 << 10;
/**
 * What the nearest version file says: in the directory, else in the parent of it, and so on up to the
 * root of the repository. Throws `StepFailed` for one that is not a readable file of the repository.
 */
async function saidInFiles(root, directory, files) {
    const sources = [
        { name: files.name, read: firstLine },
        { name: '.tool-versions', read: (text) => lineOf(text, files.plugin) },
    ];
    for (const folder of foldersUpTo(root, directory)) {
        for (const { name, read } of sources) {
            const text = await version_files_textOf(root, (0,external_node_path_.join)(folder, name));
            const said = text === undefined ? undefined : read(text);
            if (said === undefined)
                continue;
            return { text: said.text, where: `${(0,external_node_path_.relative)(root, (0,external_node_path_.join)(folder, name))}:${said.line}` };
        }
    }
    return undefined;
}
/** The first line of a version file that is neither empty nor a comment. */
function firstLine(text) {
    return lines(text).find((each) => each.text !== '');
}
/** The first version that `.tool-versions` names for a plugin. */
function lineOf(text, plugin) {
    for (const { text: entry, line } of lines(text)) {
        const [name, version] = entry.split(/\s+/);
        if (name === plugin && version !== undefined)
            return { text: version, line };
    }
    return undefined;
}
function lines(text) {
    return text
        .replace(/^\ufeff/, '')
        .split(/\r\n|\r|\n/)
        .map((line, index) => ({ text: line.replace(/#.*/, '').trim(), line: index + 1 }));
}
/** The directory and its parents, up to the root. */
function foldersUpTo(root, directory) {
    const folders = [directory];
    for (let folder = directory; folder !== root && folder !== (0,external_node_path_.dirname)(folder);) {
        folder = (0,external_node_path_.dirname)(folder);
        folders.push(folder);
    }
    return folders;
}
/** Undefined where there is no such file. */
async function version_files_textOf(root, path) {
    const refused = (reason) => new step_result/* StepFailed */.an(`The version file ${(0,external_node_path_.relative)(root, path)} ${reason}.`);
    const target = await (0,promises_.realpath)(path).catch((error) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
            return undefined;
        throw refused(`cannot be read: ${error.code ?? error.message}`);
    });
    if (target === undefined)
        return undefined;
    // A link of the branch must not have us read, and show, what else is on the machine.
    const inside = (0,external_node_path_.relative)(await (0,promises_.realpath)(root), target);
    if (inside.startsWith(`..${external_node_path_.sep}`) || inside === '.git' || inside.startsWith(`.git${external_node_path_.sep}`)) {
        throw refused('is a link out of the repository');
    }
    const found = await (0,promises_.stat)(target);
    if (!found.isFile())
        throw refused('is not a file');
    if (found.size > version_files_largestFile)
        throw refused(`has ${found.size} bytes; it should be a line or two`);
    return await (0,promises_.readFile)(target, 'utf8');
}

;// CONCATENATED MODULE: ./src/config/version-wish.js


/** Of a version, in characters. */
const LONGEST_VERSION = 100;
const VALID_VERSIONS = 'a version (1.9.5), a range (~> 1.9, or >= 1.5, < 2, or 1.9.x), latest, latest:1.9, ' +
    'latest-allowed or min-required';
/** What a text that stands for a version means; undefined where it means nothing. */
function wishIn(given) {
    if (given.length > LONGEST_VERSION)
        return undefined;
    const text = given.trim();
    switch (text) {
        case 'latest':
        case 'latest-stable':
            return { kind: 'newest', constraint: anyRelease };
        case 'latest-allowed':
            return { kind: 'required', pick: 'newest' };
        case 'min-required':
            return { kind: 'required', pick: 'oldest' };
        // asdf: the program that the machine has.
        case 'system':
            return { kind: 'path' };
    }
    const beginning = /^latest:\^?v?(\d{1,9}(?:\.\d{1,9})?)(?:\.|\.[x*])?$/.exec(text.replaceAll('\\', ''));
    if (beginning?.[1] !== undefined) {
        return { kind: 'newest', constraint: startingWith(beginning[1]) };
    }
    const wildcard = /^v?(\d{1,9}(?:\.\d{1,9})?)\.[xX*]$/.exec(text)?.[1];
    if (wildcard !== undefined)
        return { kind: 'allowed', constraint: startingWith(wildcard) };
    const constraint = constraintOf(text);
    if (constraint === undefined)
        return undefined;
    // A constraint of one version without an operator, or with `=`, has that version as its range.
    const version = semver.valid(constraint.range.replace(/^=/, ''));
    return version === null ? { kind: 'allowed', constraint } : { kind: 'exact', version };
}

;// CONCATENATED MODULE: ./src/runner/tools/version-request.js



/** What a text that stands for a version means. Throws `StepFailed` where it means nothing. */
function wishOf({ text, where }) {
    const wish = wishIn(text);
    if (wish !== undefined)
        return wish;
    const isLong = text.length > LONGEST_VERSION;
    const shown = JSON.stringify(isLong ? `${text.slice(0, LONGEST_VERSION)}…` : text);
    throw new step_result/* StepFailed */.an(`${where} says ${shown}, which is not a version.\nValid are ${VALID_VERSIONS}.`);
}
/** Whether the answer depends on what `required_version` says in the directory. */
function needsRequired(wish) {
    return wish === undefined || wish.kind === 'required';
}
/**
 * What to look for, from what is said by a version file or the configuration (undefined: nothing), and
 * from every `required_version` of the directory. Throws `StepFailed` where that is not a constraint.
 */
function searchFor(wish, required) {
    switch (wish?.kind) {
        case 'path':
        case 'exact':
            return wish;
        case 'allowed':
            return { kind: 'release', constraint: wish.constraint, orPath: true, pick: 'newest' };
        case 'newest':
            return { kind: 'release', constraint: wish.constraint, orPath: false, pick: 'newest' };
        case 'required':
            return release(required, false, wish.pick);
        case undefined:
            return required.length === 0 ? { kind: 'path' } : release(required, true, 'newest');
    }
}
function release(required, orPath, pick) {
    if (required.length === 0 && pick === 'oldest') {
        throw new step_result/* StepFailed */.an('min-required is asked for, but no required_version says what is required.');
    }
    return { kind: 'release', constraint: allOf(required.map(requiredConstraint)), orPath, pick };
}
function requiredConstraint({ text, where }) {
    const constraint = text.length > LONGEST_VERSION ? undefined : constraintOf(text);
    if (constraint !== undefined)
        return constraint;
    throw new step_result/* StepFailed */.an(`${where}: required_version is ${JSON.stringify(text.slice(0, LONGEST_VERSION))}, which is not a version ` +
        'constraint. Write it as in ">= 1.5, < 2" or "~> 1.9".');
}

;// CONCATENATED MODULE: ./src/runner/tools/toolbox.js








/**
 * Sees to it that the tools of one run are there, each of them once. What the manifest says that the
 * control plane can do decides where they are downloaded from.
 */
function toolbox(job, manifest, sources = publicSources) {
    return new Toolbox(job, manifest, sources);
}
class Toolbox {
    #job;
    #required;
    #onPath;
    #installer;
    constructor(job, manifest, sources) {
        this.#job = job;
        const dirs = manifest.changed_dirspaces.map(({ path }) => path);
        this.#required = new RequiredVersions(job, dirs);
        this.#onPath = new PathPrograms(job);
        const { apiBaseUrl, workToken } = job.settings;
        const proxied = manifest.capabilities?.includes('tenv') === true;
        const githubProxy = proxied ? `${apiBaseUrl}/tenv/${workToken}` : undefined;
        this.#installer = new ToolInstaller(job, sources, githubProxy);
    }
    async provide(request) {
        const { tool, say } = request;
        const kind = tools[tool];
        const { search, because } = await this.#wanted(request, kind);
        const onPath = await this.#ofPath(search, request);
        if (onPath && willDo(search, onPath.version)) {
            const { version } = onPath;
            const named = [tool, version].filter(Boolean).join(' ');
            say(`Using ${named} of PATH (${because}).`);
            return { command: tool, version, env: managerEnv(kind, version), folder: undefined };
        }
        const why = { because, onPath: onPath?.version };
        try {
            const version = await this.#installer.choose(request, releasesOf(search, kind), why);
            const installed = await this.#installer.install(request, version, why);
            say(`Using ${tool} ${version} (${because}).`);
            return { ...installed, version, env: managerEnv(kind, version) };
        }
        catch (error) {
            // Nobody asked for a version, and maybe nothing runs the engine, or a step brings it.
            const mayLack = search.kind === 'path' && kind.versionFiles !== undefined;
            if (!mayLack || !(error instanceof ToolUnavailable))
                throw error;
            say(error.message);
            const missing = `It ${error.reason}`;
            return { command: tool, version: undefined, env: {}, folder: undefined, missing };
        }
    }
    async #wanted(request, kind) {
        const said = await this.#said(request, kind);
        const wish = said && wishOf(said);
        const { tool, cwd } = request;
        const reads = needsRequired(wish) && (tool === 'terraform' || tool === 'tofu');
        const required = reads ? await this.#required.of(cwd, tool) : [];
        const because = [
            ...(said ? [said.where] : []),
            ...required.map(({ where }) => `required_version in ${where}`),
        ];
        const nobody = 'no version is said anywhere';
        return { search: searchFor(wish, required), because: because.join(', ') || nobody };
    }
    async #said({ version, cwd, env }, { versionFiles, versionVariable }) {
        const ofVariable = env[versionVariable];
        if (ofVariable)
            return { text: ofVariable, where: versionVariable };
        const inFiles = versionFiles && (await saidInFiles(this.#job.settings.root, cwd, versionFiles));
        if (inFiles)
            return inFiles;
        if (!version)
            return undefined;
        // Variables of a stack may say the version.
        const text = replaceVariables(version, (name, found) => Object.hasOwn(env, name) ? (env[name] ?? found) : found);
        return { text, where: 'the engine in the configuration' };
    }
    /** What is on PATH, with its version as far as that is asked for. */
    async #ofPath(search, { tool, env }) {
        const program = await this.#onPath.find(tool, env.PATH);
        if (program === undefined)
            return undefined;
        // Of Terragrunt the version decides how it is called.
        if (search.kind === 'path' && tool !== 'terragrunt')
            return { version: undefined };
        if (search.kind === 'release' && !search.orPath)
            return { version: undefined };
        return { version: await this.#onPath.versionOf(program, tools[tool].versionArgs, env) };
    }
}
/** Whether what is on PATH, in this version as far as it is known, is what is looked for. */
function willDo(search, version) {
    if (search.kind === 'path')
        return true;
    if (version === undefined)
        return false;
    if (search.kind === 'exact')
        return version === search.version;
    return search.orPath && allows(search.constraint, version);
}
/** What to download when PATH has nothing that will do. */
function releasesOf(search, { defaultVersion }) {
    if (search.kind !== 'path')
        return search;
    if (defaultVersion !== undefined)
        return { kind: 'exact', version: defaultVersion };
    return { kind: 'release', constraint: anyRelease, orPath: false, pick: 'newest' };
}
function managerEnv({ defaultVariable }, version) {
    return defaultVariable === undefined || version === undefined
        ? {}
        : { [defaultVariable]: version };
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
            const { environment } = job.settings;
            const seconds = (0,time_limit/* secondsIn */.z)(environment, 'TERRANE_RUN_TIMEOUT', work_defaultTimeout);
            const source = await prepareSource(job.checkout, manifest);
            const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(job.settings.tempDir ?? (0,external_node_os_.tmpdir)(), 'terrane-'));
            const tools = toolbox(job, manifest);
            const providers = new ProviderDownloads(folder);
            const made = { tmpdir: folder, tools, providers, ends };
            const collected = { planDocuments: [], reviewsAsked: new Set() };
            const run = { ...job, manifest, config, source, ...made, ...collected };
            return await runToResult(run, seconds);
        }
        catch (error) {
            if (error instanceof source_checkout/* CheckoutError */.v)
                return { result: failedBeforeWork('checkout', error.message), times: new Map() };
            if (error instanceof step_result/* StepFailed */.an)
                return { result: failedBeforeWork(step_result/* runnerStep */.PZ, error.message), times: new Map() };
            return { result: failedBeforeWork(step_result/* runnerStep */.PZ, (0,step_result/* defect */.gb)(error)), times: new Map() };
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
/** In seconds. The CI ends a job after 24 hours, and a result has to be posted before. */
const work_defaultTimeout = (23 * 60 + 45) * 60;
/** Runs until everything is done, the time is over, or nobody waits any more. */
async function runToResult(whole, seconds) {
    const timeIsOver = `The time of the run, ${seconds} seconds (TERRANE_RUN_TIMEOUT), was over before this was ` +
        'finished.';
    const limit = (0,time_limit/* timeLimit */.S)(whole.interruption, whole.clock, seconds, timeIsOver);
    const { interruption } = limit;
    const run = { ...whole, interruption, programs: whole.programs.within(interruption) };
    const progress = newProgress();
    const worked = runOperation(run, progress)
        .then(() => interruption.reason.text, step_result/* defect */.gb)
        .finally(async () => {
        limit.close();
        await run.programs.endWhatIsLeft();
        await (0,promises_.rm)(run.tmpdir, { recursive: true, force: true });
    });
    const reason = await Promise.race([worked, interruption.abandoned]);
    return { result: resultOf(progress, reason), times: timesOf(progress) };
}
/** Names that are shown even when a secret has the same value. */
function shownNames(manifest, config) {
    const operation = manifest.type === 'plan' ? 'plan' : 'apply';
    const steps = [
        ...hookSteps(config, operation, 'pre'),
        ...hookSteps(config, operation, 'post'),
        ...manifest.changed_dirspaces.flatMap((dir) => workflowSteps(config, dir.workflow, operation, manifest.run_kind)),
    ];
    const dirspaces = manifest.changed_dirspaces.flatMap(({ path, workspace }) => [path, workspace]);
    return [...dirspaces, ...steps.map((step) => stepName(step)), step_result/* runnerStep */.PZ, 'checkout'];
}

;// CONCATENATED MODULE: ./src/runner/round.js











// A long output makes much garbage, and V8 would give that ever more room, for nothing.
(0,external_node_v8_.setFlagsFromString)('--semi-space-growth-factor=1');
/**
 * Does what the answer to initiate asks for and posts the result. Throws `ControlPlaneError` when it
 * could not be posted.
 */
async function workRound(job, answer) {
    const work = checkManifest(answer, job.settings.repository);
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
    log.line(round_beginning(job, manifest));
    const { result: unmasked, times } = await workOn(job, manifest, config);
    const result = maskedResult(job, unmasked);
    logOverview(log, overviewOf(result, times));
    await postResult(job, result, manifest);
    log.line('The result is posted.');
    await writeSummary(job, jobSummary(manifest.type, result, times));
    return (0,step_result/* allSucceeded */.x2)(result.steps);
}
/** What is run, of which commit, and by which version of this program, as far as the CI names it. */
function round_beginning({ settings }, manifest) {
    const { type, changed_dirspaces, checkout, head_sha, base_ref } = manifest;
    const commit = (checkout?.sha ?? head_sha ?? settings.sha).slice(0, 7);
    const { GITHUB_ACTION_REF, TERRANE_REF } = settings.environment;
    const version = GITHUB_ACTION_REF || TERRANE_REF;
    const by = version ? `, by Terrane ${version}` : '';
    return `${type}: ${changed_dirspaces.length} to run, of ${commit} into ${base_ref}${by}`;
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
        const reason = (0,disk_full/* diskFull */.x)(error, 'the job summary') ?? String(error);
        log.line(`The job summary could not be written: ${reason}`);
    }
}


/***/ })

};
