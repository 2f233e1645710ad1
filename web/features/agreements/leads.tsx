import { Badge, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { BehindLead, SalesResult } from '#contract/agreement-parts.ts'
import type { Agreement } from '#contract/agreements.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'

const clauses = ['accept', 'firstTouch', 'attempts'] as const
const counted = ['breached', 'running', 'met'] as const
const states = [...counted, 'not_applicable'] as const
const colours = { met: 'green', running: 'gray', breached: 'red', not_applicable: 'gray' } as const

/** Clause by clause how leads stand, and which failed which. */
export function Leads({ agreement, result }: { agreement: Agreement; result: SalesResult }) {
  const t = useT()
  const format = useFormat()
  const [state, setState] = useState<(typeof states)[number]>('breached')
  const page = useApiPages('GET /agreements/:id/leads', {
    params: { id: agreement.id },
    query: { state, limit: 20 },
  })
  const members = useMembers()
  return (
    <>
      <Panel title={t('agreements.clauses.title')}>
        <p className="td-muted ag-said">{t('agreements.clauses.since', { from: format.date(result.since) })}</p>
        <table className="ag-table">
          <thead>
            <tr>
              <th scope="col">{t('agreements.clauses.clause')}</th>
              {(['met', 'breached', 'running'] as const).map((one) => (
                <th key={one} scope="col">
                  {t(`agreements.leadStates.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {clauses.map((clause) => (
              <tr key={clause}>
                <th scope="row">{t(`agreements.clauses.${clause}`)}</th>
                {(['met', 'breached', 'running'] as const).map((one) => (
                  <td key={one} className="td-num">
                    {format.number(result.clauses[clause][one])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={t('agreements.leads.title')}>
        <SegmentedControl
          size="xs"
          mb="xs"
          aria-label={t('agreements.leads.title')}
          value={state}
          onChange={(next) => setState(states.find((one) => one === next) ?? 'breached')}
          data={[
            ...counted.map((value) => ({
              value,
              label: `${t(`agreements.leadStates.${value}`)} (${format.number(result.leads[value])})`,
            })),
            { value: 'not_applicable', label: t('agreements.leadStates.not_applicable') },
          ]}
        />
        {page.items.length === 0 && !page.isPending && (
          <p className="td-muted">{t(`agreements.leads.none.${state}`)}</p>
        )}
        <ul className="ag-leads">
          {page.items.map((lead) => (
            <li key={lead.handoverId}>
              <div>
                <Link to={`/contacts/${lead.contactId}`}>{lead.contactName || '–'}</Link>{' '}
                <span className="td-muted">
                  {t('agreements.leads.assigned', {
                    who: members.find((member) => member.id === lead.assigneeId)?.fullName ?? '–',
                    when: format.dateTime(lead.assignedAt),
                  })}
                </span>
              </div>
              <div className="ag-badges">
                {clauses.map((clause) => (
                  <ClauseBadge key={clause} clause={clause} result={lead.clauses[clause]} />
                ))}
              </div>
            </li>
          ))}
        </ul>
        <MoreButton pages={page} />
      </Panel>
    </>
  )
}

type Result = BehindLead['clauses']['accept']

function ClauseBadge({ clause, result }: { clause: (typeof clauses)[number]; result: Result }) {
  const t = useT()
  const format = useFormat()
  const { state, dueAt, at } = result
  return (
    <Badge
      variant="light"
      size="sm"
      color={colours[state]}
      title={t('agreements.leads.due', { due: format.dateTime(dueAt), done: format.dateTime(at) })}
    >
      {`${t(`agreements.clauses.${clause}`)}: ${t(`agreements.leadStates.${state}`)}`}
    </Badge>
  )
}
