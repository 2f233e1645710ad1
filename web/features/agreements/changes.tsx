import type { AgreementVersion } from '#contract/agreement-parts.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useFieldName, useTermValue } from './terms-list.tsx'

/** What a version changes against the signed one before it. */
export function Changes({ version }: { version: AgreementVersion }) {
  const t = useT()
  const nameOf = useFieldName()
  const show = useTermValue()
  if (version.changes.length === 0) return null
  return (
    <ul className="ag-changes">
      {version.changes.map(({ field, before, after }) => (
        <li key={field}>
          {t('agreements.versions.change', {
            field: nameOf(field),
            before: show(field.replace('.', '_'), before),
            after: show(field.replace('.', '_'), after),
          })}
        </li>
      ))}
    </ul>
  )
}
