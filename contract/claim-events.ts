import Type from 'typebox'
import { driftReasons } from './claims.ts'
import { Changes, defineEvents, Id, Nullable, OneOf, Severity } from './kit.ts'

const assetFacts = { assetId: Id, assetName: Type.String(), assetType: Type.String() }
const claimFacts = {
  claimId: Id,
  ...assetFacts,
  productId: Id,
  attributeKey: Type.String(),
  attributeLabel: Type.String(),
  severity: Severity,
}
/** Values with their units, as people read them. */
const fromTo = { from: Type.String(), to: Nullable(Type.String()) }

export const claimsEvents = defineEvents({
  'asset.created': Type.Object(assetFacts),
  'asset.updated': Type.Object({ ...assetFacts, changes: Changes }),
  'asset.published': Type.Object(assetFacts),
  'asset.retired': Type.Object(assetFacts),
  'asset.restored': Type.Object(assetFacts),
  'claim.recorded': Type.Object({ ...claimFacts, stated: Type.String(), specVersion: Nullable(Type.Integer()) }),
  'claim.updated': Type.Object({ ...claimFacts, changes: Changes }),
  'claim.drifted': Type.Object({ ...claimFacts, ...fromTo, reason: OneOf(driftReasons) }),
  'claim.mended': Type.Object({ ...claimFacts, ...fromTo }),
  'claim.deleted': Type.Object(claimFacts),
  'claim.restored': Type.Object(claimFacts),
  'claim.proposals_found': Type.Object({ ...assetFacts, count: Type.Integer() }),
  'claim.proposal_dismissed': Type.Object({ ...assetFacts, quote: Type.String() }),
})
