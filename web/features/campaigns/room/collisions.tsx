import type { Static } from 'typebox'
import type { Collision } from '#contract/campaigns.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'

/** Campaigns that promote the same, or to the same people, on the same days. */
export function CollisionList({ collisions }: { collisions: readonly Static<typeof Collision>[] }) {
  const t = useT()
  const format = useFormat()
  return (
    <ul className="cp-list">
      {collisions.map((one) => (
        <li key={`${one.campaignId} ${one.kind} ${one.what}`}>
          <Link to={`/campaigns/${one.campaignId}`}>
            {t(`campaigns.calendar.${one.kind === 'product' ? 'collisionProduct' : 'collisionAudience'}`, {
              name: one.name,
              what: one.what,
              from: format.date(one.from),
              to: format.date(one.to),
            })}
          </Link>
        </li>
      ))}
    </ul>
  )
}
