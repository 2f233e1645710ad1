import { Badge, Button, Group } from '@mantine/core'
import { IconPlus, IconTool, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Asset } from '#contract/assets.ts'
import type { Claim } from '#contract/claims.ts'
import { api } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { Diff } from './badges.tsx'
import { ClaimDialog } from './claim-dialog.tsx'
import { MendDialog } from './mend-dialog.tsx'
import { severityColor, touched } from './said.ts'

/** What this text claims: what is wrong first, each with the way to mend it. */
export function ClaimsPanel({ asset }: { asset: Asset }) {
  const t = useT()
  const can = useCan()
  const [adding, setAdding] = useState(false)
  const [mending, setMending] = useState<Claim | null>(null)
  const claims = useApi('GET /claims', { query: { assetId: asset.id, limit: 200 } }).data?.items ?? []
  const sorted = claims.toSorted((a, b) => Number(b.state === 'drifted') - Number(a.state === 'drifted'))
  const writes = can('claims.write') && asset.state !== 'retired'
  return (
    <Panel
      title={t('claims.record.claims')}
      action={
        writes && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => setAdding(true)}
          >
            {t('claims.acts.addClaim')}
          </Button>
        )
      }
    >
      {sorted.length === 0 && <p className="td-muted">{t('claims.record.noClaims')}</p>}
      <ul className="cl-list">
        {sorted.map((claim) => (
          <Entry key={claim.id} claim={claim} writes={writes} onMend={() => setMending(claim)} />
        ))}
      </ul>
      {adding && <ClaimDialog asset={asset} onClose={() => setAdding(false)} />}
      {mending && <MendDialog claim={mending} onClose={() => setMending(null)} />}
    </Panel>
  )
}

function Entry({ claim, writes, onMend }: { claim: Claim; writes: boolean; onMend: () => void }) {
  const t = useT()
  const format = useFormat()
  const remove = useAct('DELETE /claims/:id', {
    invalidates: touched,
    done: t('claims.acts.removed'),
    undo: () => api('POST /claims/:id/restoration', { params: { id: claim.id } }),
  })
  return (
    <li className="cl-claim" data-state={claim.state}>
      <header>
        <strong>{claim.attributeLabel}</strong>
        <Badge variant="light" color={claim.state === 'holds' ? 'green' : severityColor[claim.severity]}>
          {claim.state === 'holds' ? t('claims.claimStates.holds') : t(`claims.severity.${claim.severity}`)}
        </Badge>
      </header>
      <p>
        <Link to={`/products/${claim.productId}`}>{claim.productName}</Link> · <Diff claim={claim} />
        {claim.reason && (
          <span className="td-muted">
            {' '}
            · {t(`claims.reasons.${claim.reason}`)} ({format.relative(claim.driftedAt)})
          </span>
        )}
      </p>
      {writes && (
        <Group gap="xs">
          {claim.state === 'drifted' && (
            <Button size="xs" leftSection={<IconTool size={14} />} onClick={onMend}>
              {t('claims.acts.mend')}
            </Button>
          )}
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconTrash size={14} />}
            onClick={() => remove.mutate({ params: { id: claim.id } })}
          >
            {t('claims.acts.remove')}
          </Button>
        </Group>
      )}
    </li>
  )
}
