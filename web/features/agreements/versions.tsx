import { Badge } from '@mantine/core'
import type { Agreement } from '#contract/agreements.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { Changes } from './changes.tsx'

const colours = { draft: 'gray', proposed: 'amber', signed: 'green', withdrawn: 'gray' } as const

/** Every version that there was, with what it changed and who signed it. */
export function Versions({ agreement }: { agreement: Agreement }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const page = useApiPages('GET /agreements/:id/versions', { params: { id: agreement.id }, query: { limit: 20 } })
  const nameOf = (id: string) => members.find((one) => one.id === id)?.fullName ?? '–'
  return (
    <Panel title={t('agreements.versions.title')}>
      <ul className="ag-versions">
        {page.items.map((version) => (
          <li key={version.number}>
            <div className="ag-badges">
              <strong>{t('agreements.versions.number', { number: version.number })}</strong>
              <Badge variant="light" size="sm" color={colours[version.state]}>
                {t(`agreements.versions.states.${version.state}`)}
              </Badge>
              {version.number === agreement.inForce?.number && (
                <Badge size="sm" color="green">
                  {t('agreements.versions.current')}
                </Badge>
              )}
            </div>
            <p className="td-muted ag-said">{t('agreements.versions.from', { date: format.date(version.from) })}</p>
            {version.note && <p className="ag-said">{version.note}</p>}
            <Changes version={version} />
            {version.signatures.length > 0 && (
              <p className="td-muted ag-said">
                {version.signatures
                  .map((one) => `${one.departmentName}: ${nameOf(one.memberId)}, ${format.date(one.signedAt)}`)
                  .join(' · ')}
              </p>
            )}
          </li>
        ))}
      </ul>
      <MoreButton pages={page} />
    </Panel>
  )
}
