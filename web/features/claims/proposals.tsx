import { Button, Group, Select } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ClaimProposal } from '#contract/claims.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { said, touched } from './said.ts'

/** What the finder believes this text claims; a person says whether it does. */
export function Proposals({ assetId }: { assetId: string }) {
  const t = useT()
  const found = useApi('GET /claim-proposals', { query: { assetId, limit: 50 } }).data?.items ?? []
  if (found.length === 0) return null
  return (
    <Panel title={t('claims.record.proposals')}>
      <p className="td-muted">{t('claims.record.proposalsText')}</p>
      <ul className="cl-list">
        {found.map((proposal) => (
          <Proposal key={proposal.id} proposal={proposal} />
        ))}
      </ul>
    </Panel>
  )
}

/** The sentence with the number marked. */
export function Quote({ proposal: { excerpt, quote } }: { proposal: Pick<ClaimProposal, 'excerpt' | 'quote'> }) {
  const at = excerpt.indexOf(quote)
  if (at === -1) return <span className="cl-quote">{excerpt}</span>
  return (
    <span className="cl-quote">
      {excerpt.slice(0, at)}
      <mark>{quote}</mark>
      {excerpt.slice(at + quote.length)}
    </span>
  )
}

function Proposal({ proposal }: { proposal: ClaimProposal }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const [attributeKey, setAttributeKey] = useState(proposal.attributeKey)
  const facts = useApi('GET /claims/facts', { query: { productId: proposal.productId } }).data?.items ?? []
  const confirm = useAct('POST /claim-proposals/:id/confirmation', {
    invalidates: touched,
    done: t('claims.acts.confirmed'),
  })
  const dismiss = useAct('POST /claim-proposals/:id/dismissal', {
    invalidates: touched,
    done: t('claims.acts.dismissed'),
  })
  const params = { id: proposal.id }
  return (
    <li className="cl-claim">
      <header>
        <strong>{proposal.productName}</strong>
        <span className="td-num">{said(format, proposal.statedValue, proposal.unit)}</span>
      </header>
      <p>
        <Quote proposal={proposal} />
      </p>
      {can('claims.write') && (
        <>
          <Select
            size="xs"
            mb="xs"
            aria-label={t('claims.fields.attribute')}
            placeholder={t('claims.fields.attribute')}
            allowDeselect={false}
            data={facts.map(({ key, label, value, unit }) => ({
              value: key,
              label: `${label} (${said(format, value, unit)})`,
            }))}
            value={attributeKey}
            onChange={setAttributeKey}
          />
          <Group gap="xs">
            <Button
              size="xs"
              leftSection={<IconCheck size={14} />}
              disabled={attributeKey === null}
              loading={confirm.isPending}
              onClick={() => attributeKey && confirm.mutate({ params, body: { attributeKey } })}
            >
              {t('claims.acts.confirm')}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconX size={14} />}
              loading={dismiss.isPending}
              onClick={() => dismiss.mutate({ params })}
            >
              {t('claims.acts.dismiss')}
            </Button>
          </Group>
        </>
      )}
    </li>
  )
}
