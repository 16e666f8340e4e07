import { keyOf } from './dirspace-name.ts';
import type { ClaimedDirspace, DirspaceName, Facts, OtherPull } from './facts.ts';
import { remembered } from './remembered.ts';

type Claim = { readonly other: OtherPull; readonly claimed: ClaimedDirspace };

const byDirspace = remembered((otherPulls: readonly OtherPull[]) =>
  Map.groupBy(
    otherPulls.flatMap((other) => other.dirspaces.map((claimed): Claim => ({ other, claimed }))),
    ({ claimed }) => keyOf(claimed),
  ),
);

/** The other pull requests that are about a dirspace, in their order. */
export function claimsOn(
  { otherPulls }: Pick<Facts, 'otherPulls'>,
  dirspace: DirspaceName,
): readonly Claim[] {
  return byDirspace(otherPulls).get(keyOf(dirspace)) ?? [];
}
