import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { sourceWords } from '../results/source-words.ts'

export type Contact = ReplyOf<'GET /contacts/:id'>
type Save = (change: Record<string, unknown>, begun?: number) => Promise<unknown>
const plain = ['country', 'region', 'city'] as const

/** Facts at the left, edited where they stand, with where they come from. */
export function ContactFacts({ contact, save }: { contact: Contact; save: Save }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const known = useApi('GET /tags').data?.items.map(({ tag }) => ({ value: tag, label: tag })) ?? []
  const readOnly = !can('contacts.write') || contact.deletedAt !== null
  const label = (field: string) => t(`contacts.fields.${field}`)
  const provenance = { source: contact.formName ?? t(`contacts.origins.${contact.origin}`), at: contact.createdAt }
  const others = (values: readonly string[], main: string | null) => values.filter((value) => value !== main)
  return (
    <>
      <Facts title={t('contacts.record.person')}>
        <InlineField
          kind="text"
          label={label('fullName')}
          value={contact.fullName}
          readOnly={readOnly}
          provenance={provenance}
          onSave={(fullName, begun) => save({ fullName: fullName ?? '' }, begun)}
        />
        <InlineField
          kind="email"
          label={label('email')}
          value={contact.email}
          readOnly={readOnly}
          provenance={provenance}
          onSave={(email, begun) => save({ email }, begun)}
        />
        <InlineField
          kind="phone"
          label={label('phone')}
          value={contact.phone}
          readOnly={readOnly}
          provenance={provenance}
          onSave={(phone, begun) => save({ phone }, begun)}
        />
        {others(contact.emails, contact.email).length > 0 && (
          <Fact label={label('otherEmails')}>{others(contact.emails, contact.email).join(', ')}</Fact>
        )}
        {others(contact.phones, contact.phone).length > 0 && (
          <Fact label={label('otherPhones')}>{others(contact.phones, contact.phone).join(', ')}</Fact>
        )}
      </Facts>
      <Facts title={t('contacts.record.work')}>
        <InlineField
          kind="text"
          label={label('company')}
          value={contact.companyName}
          readOnly={readOnly}
          onSave={(companyName, begun) => save({ companyName }, begun)}
        />
        {contact.companyId && (
          <div className="td-fact">
            <dt />
            <dd>
              <Link to={`/companies/${contact.companyId}`} className="td-fact-value">
                {t('contacts.record.openCompany')}
              </Link>
            </dd>
          </div>
        )}
        <InlineField
          kind="text"
          label={label('jobTitle')}
          value={contact.jobTitle}
          readOnly={readOnly}
          onSave={(jobTitle, begun) => save({ jobTitle }, begun)}
        />
      </Facts>
      <Facts title={t('contacts.record.sales')}>
        <InlineField
          kind="member"
          label={label('owner')}
          value={contact.ownerId}
          readOnly={readOnly}
          onSave={(ownerId, begun) => save({ ownerId }, begun)}
        />
        <InlineField
          kind="tags"
          label={label('tags')}
          value={contact.tags}
          options={known}
          readOnly={readOnly}
          onSave={(tags, begun) => save({ tags }, begun)}
        />
        <Fact label={label('lifecycleSince')}>{format.date(contact.lifecycleSince)}</Fact>
        {contact.wakeOn && <Fact label={label('wakeOn')}>{format.date(contact.wakeOn)}</Fact>}
        <InlineField
          kind="boolean"
          label={label('doNotProfile')}
          value={contact.doNotProfile}
          readOnly={readOnly}
          onSave={(doNotProfile, begun) => save({ doNotProfile }, begun)}
        />
      </Facts>
      <Facts title={t('contacts.record.place')}>
        {plain.map((field) => (
          <InlineField
            key={field}
            kind="text"
            label={label(field)}
            value={contact[field]}
            readOnly={readOnly}
            onSave={(value, begun) => save({ [field]: value }, begun)}
          />
        ))}
        <InlineField
          kind="text"
          label={label('language')}
          value={contact.language}
          shownAs={(code) => languageName(code, format.locale)}
          readOnly={readOnly}
          onSave={(language, begun) => save({ language }, begun)}
        />
      </Facts>
      <Provenance contact={contact} />
      {Object.keys(contact.customFields).length > 0 && (
        <Facts title={t('contacts.record.custom')}>
          {Object.entries(contact.customFields).map(([key, value]) => (
            <InlineField
              key={key}
              kind="text"
              label={t.has(`contacts.custom.${key}`) ? t(`contacts.custom.${key}`) : spaced(key)}
              value={value === null ? null : String(value)}
              readOnly={readOnly}
              onSave={(next, begun) => save({ customFields: { [key]: next } }, begun)}
            />
          ))}
        </Facts>
      )}
    </>
  )
}

/** The language of a code such as `es`; what is no code stays as it was typed. */
function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}

/** `jobLevel`, `job_level` → `Job level`: the key of a field that nobody has named otherwise. */
const spaced = (key: string) => {
  const words = key
    .replaceAll('_', ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, (_, end, start) => `${end} ${start.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** How the person got here: the first and the last time, page and campaign. */
function Provenance({ contact }: { contact: Contact }) {
  const t = useT()
  const format = useFormat()
  const touches = [
    ['firstTouch', contact.firstTouch],
    ['lastTouch', contact.lastTouch],
  ] as const
  return (
    <Facts title={t('contacts.record.provenance')}>
      <Fact label={t('contacts.fields.origin')}>{t(`contacts.origins.${contact.origin}`)}</Fact>
      {contact.source && <Fact label={t('contacts.fields.source')}>{sourceWords(t, contact.source)}</Fact>}
      {contact.formName && typeof contact.firstTouch?.formId === 'string' && (
        <Fact label={t('contacts.fields.form')}>
          <Link to={`/forms/${contact.firstTouch.formId}`}>{contact.formName}</Link>
        </Fact>
      )}
      <Fact label={t('contacts.fields.createdAt')}>{format.dateTime(contact.createdAt)}</Fact>
      {touches.map(
        ([name, touch]) =>
          touch && (
            <Fact key={name} label={t(`contacts.fields.${name}`)}>
              <span style={{ overflowWrap: 'anywhere' }}>{wordsOf(touch)}</span>
            </Fact>
          ),
      )}
    </Facts>
  )
}

function wordsOf(touch: Record<string, unknown>): string {
  const { url, referrer, utm } = touch
  const campaign = utm && typeof utm === 'object' ? Object.values(utm).filter((word) => typeof word === 'string') : []
  return (
    [url, referrer]
      .filter((word) => typeof word === 'string' && word !== '')
      .concat(campaign.length ? [campaign.join(' / ')] : [])
      .join(' · ') || '–'
  )
}
