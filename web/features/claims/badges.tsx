import { Badge } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Asset } from '#contract/assets.ts'
import type { Claim } from '#contract/claims.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { assetColor, said, severityColor } from './said.ts'

export function AssetState({ asset }: { asset: Pick<Asset, 'state' | 'isFlagged'> }) {
  const t = useT()
  return (
    <span className="cl-badges">
      <Badge variant="light" color={assetColor[asset.state]}>
        {t(`claims.states.${asset.state}`)}
      </Badge>
      {asset.isFlagged && (
        <Badge variant="light" color="red" leftSection={<IconAlertTriangle size={12} />}>
          {t('claims.list.flagged')}
        </Badge>
      )}
    </span>
  )
}

/** How much of a text is no longer true, gravest first. */
export function DriftCounts({ drift }: { drift: Asset['drift'] }) {
  const t = useT()
  const some = (['critical', 'major', 'minor'] as const).filter((severity) => drift[severity] > 0)
  if (some.length === 0) return <span className="td-muted">–</span>
  return (
    <span className="cl-badges">
      {some.map((severity) => (
        <Badge key={severity} variant="light" color={severityColor[severity]}>
          {drift[severity]} {t(`claims.severity.${severity}`)}
        </Badge>
      ))}
    </span>
  )
}

/** What the text says, and what holds now. */
export function Diff({ claim }: { claim: Claim }) {
  const t = useT()
  const format = useFormat()
  const stated = said(format, claim.statedValue, claim.unit)
  if (claim.state === 'holds') return <span className="td-num">{stated}</span>
  return (
    <span className="cl-diff td-num">
      <del title={t('claims.fields.stated')}>{stated}</del>{' '}
      <ins title={t('claims.fields.current')}>{said(format, claim.currentValue, claim.currentUnit)}</ins>
    </span>
  )
}
