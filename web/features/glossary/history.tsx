import type { TermBinding, TermVersion } from '#contract/glossary.ts'
import { type Translate, useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { SignatureMarks } from './signatures.tsx'
import { StateBadge } from './state-badge.tsx'

/** Every version, newest first, with what it changed. */
export function History({ id }: { id: string }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const versions = useApiPages('GET /terms/:id/versions', { params: { id } })
  return (
    <Panel title={t('glossary.record.history')}>
      <ol className="gl-versions">
        {versions.items.map((version) => (
          <li key={version.termVersion}>
            <div className="gl-version-head">
              <strong className="td-num">v{version.termVersion}</strong>
              <StateBadge state={version.state} />
              <SignatureMarks departmentIds={version.departmentIds} signatures={version.signatures} />
              <span className="td-muted">
                {t('glossary.record.by', {
                  name:
                    members.find((member) => member.id === version.createdBy)?.fullName ?? t('glossary.record.system'),
                  at: format.dateTime(version.createdAt),
                })}
              </span>
            </div>
            <Changes version={version} />
          </li>
        ))}
      </ol>
      <MoreButton pages={versions} />
    </Panel>
  )
}

function Changes({ version }: { version: TermVersion }) {
  const t = useT()
  const { departments } = useMe()
  const fields = Object.entries(version.changes)
  if (version.termVersion === 1) return <p className="td-muted">{t('glossary.record.first')}</p>
  const said = (field: string, value: unknown): string => {
    if (field === 'binding') return bindingWords(t, value as TermBinding)
    if (!Array.isArray(value)) return String(value ?? '') || t('glossary.record.none')
    const words = value.map((one) => departments.find(({ id }) => id === one)?.name ?? String(one))
    return words.join(', ') || t('glossary.record.none')
  }
  return (
    <dl className="gl-diff">
      {fields.map(([field, [before, after]]) => (
        <div key={field}>
          <dt>{t(`glossary.fields.${field === 'departmentIds' ? 'departments' : field}`)}</dt>
          <dd>
            <del>{said(field, before)}</del> <ins>{said(field, after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function bindingWords(t: Translate, binding: TermBinding): string {
  const kind = t(`glossary.binding.${binding.kind}`)
  if (binding.kind === 'stage') return `${kind}: ${t(`kit.lifecycle.${binding.stage}`)}`
  if (binding.kind === 'temperature') return `${kind}: ${t(`kit.temperature.${binding.temperature}`)}`
  if (binding.kind === 'report') return t(`glossary.reports.${binding.report}`)
  return binding.kind === 'condition' ? `${kind}: ${JSON.stringify(binding.condition)}` : kind
}
