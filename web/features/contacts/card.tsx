import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { LifecycleBadge } from '../../kernel/record/lifecycle-badge.tsx'
import { nameOf } from './name.ts'

export type Person = {
  id: string
  fullName: string
  email: string | null
  phone: string | null
  companyName: string | null
  jobTitle: string | null
  lifecycleStage: string
  createdAt: string
}

/** A contact in a few lines, to be compared with another one. */
export function ContactCard({
  contact,
  heading,
  strong = false,
}: {
  contact: Person
  heading?: string
  strong?: boolean
}) {
  const t = useT()
  const format = useFormat()
  const rows = [
    ['email', contact.email],
    ['phone', contact.phone],
    ['company', contact.companyName],
    ['jobTitle', contact.jobTitle],
    ['createdAt', format.date(contact.createdAt)],
  ] as const
  return (
    <section className="ct-card" style={strong ? { borderColor: 'var(--mantine-color-petrol-6)' } : undefined}>
      {heading && <div className="td-muted">{heading}</div>}
      <Link to={`/contacts/${contact.id}`}>
        <strong>{nameOf(t, contact)}</strong>
      </Link>{' '}
      <LifecycleBadge value={contact.lifecycleStage} />
      <dl>
        {rows.map(
          ([field, value]) =>
            value && (
              <div key={field} style={{ display: 'contents' }}>
                <dt>{t(`contacts.fields.${field}`)}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}
