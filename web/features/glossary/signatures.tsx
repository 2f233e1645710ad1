import { IconCheck, IconClockHour4 } from '@tabler/icons-react'
import type { TermRow } from '#contract/glossary.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'

type Props = { departmentIds: readonly string[]; signatures: TermRow['signatures'] }

/** Each department that must sign, by its mark, and whether it has. */
export function SignatureMarks({ departmentIds, signatures }: Props) {
  const t = useT()
  return (
    <span className="gl-marks">
      {departmentIds.map((id) => {
        const isSigned = signatures.some((signature) => signature.departmentId === id)
        return (
          <span key={id} data-signed={isSigned || undefined}>
            <DepartmentMark department={id} markOnly />
            {isSigned ? (
              <IconCheck size={14} role="img" aria-label={t('glossary.acts.signed')} />
            ) : (
              <IconClockHour4 size={14} role="img" aria-label={t('glossary.record.unsigned')} />
            )}
          </span>
        )
      })}
    </span>
  )
}

/** The same in words: who signed and when. */
export function SignatureList({ departmentIds, signatures }: Props) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  return (
    <ul className="gl-signatures">
      {departmentIds.map((id) => {
        const signature = signatures.find((one) => one.departmentId === id)
        const name = members.find((member) => member.id === signature?.memberId)?.fullName ?? '–'
        return (
          <li key={id}>
            <DepartmentMark department={id} />
            <span className="td-muted">
              {signature
                ? t('glossary.record.signedBy', { name, at: format.date(signature.signedAt) })
                : t('glossary.record.unsigned')}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
