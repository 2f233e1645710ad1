import { ActionIcon, Alert, Button, Group, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { api, type ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can, useCan } from '../../kernel/me.tsx'
import { Link, useGo, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { DealsPanel, PeoplePanel } from './panels.tsx'

type Company = ReplyOf<'GET /companies/:id'>
type Save = (change: Record<string, unknown>, begun?: number) => Promise<unknown>
const labelled = [
  'name',
  'domain',
  'industry',
  'employees',
  'annualRevenueCents',
  'foundedYear',
  'phone',
  'country',
  'region',
  'city',
  'ownerId',
  'tags',
  'source',
] as const

/** One company: facts, what happened with it and its deals, its people. */
export default function CompanyRecord() {
  const t = useT()
  const id = useParam('id')
  const company = useApi('GET /companies/:id', { params: { id } })
  const { save, dialog } = useRecordSave({
    get: 'GET /companies/:id',
    patch: 'PATCH /companies/:id',
    params: { id },
    labels: Object.fromEntries(labelled.map((field) => [field, t(`companies.fields.${field}`)])),
  })
  return (
    <RecordPage
      query={company}
      title={(one) => one.name}
      crumbs={[{ to: '/companies', label: t('companies.list.title') }]}
      actions={(one) => <Actions company={one} />}
      facts={(one) => <CompanyFacts company={one} save={save} />}
      main={(one) => (
        <>
          {one.deletedAt && <InBin id={one.id} />}
          <Widgets slot="company.timeline" props={{ companyId: one.id }} height={400} />
        </>
      )}
      aside={(one) => (
        <>
          <PeoplePanel companyId={one.id} />
          <DealsPanel companyId={one.id} />
          <Widgets slot="record.tasks" props={{ companyId: one.id }} />
        </>
      )}
      dialogs={dialog}
    />
  )
}

function CompanyFacts({ company, save }: { company: Company; save: Save }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const readOnly = !can('companies.write') || company.deletedAt !== null
  const label = (field: string) => t(`companies.fields.${field}`)
  const text = (field: 'domain' | 'industry' | 'phone' | 'country' | 'region' | 'city' | 'source') => (
    <InlineField
      kind="text"
      label={label(field)}
      value={company[field]}
      readOnly={readOnly}
      onSave={(value, begun) => save({ [field]: value }, begun)}
    />
  )
  const { annualRevenueCents } = company
  return (
    <>
      <Facts title={t('companies.record.facts')}>
        <InlineField
          kind="text"
          label={label('name')}
          value={company.name}
          required
          readOnly={readOnly}
          onSave={(name, begun) => (name ? save({ name }, begun) : undefined)}
        />
        {text('domain')}
        {text('industry')}
        <InlineField
          kind="number"
          label={label('employees')}
          value={company.employees}
          readOnly={readOnly}
          onSave={(employees, begun) => save({ employees }, begun)}
        />
        <InlineField
          kind="money"
          label={label('annualRevenueCents')}
          value={annualRevenueCents === null ? null : { amountCents: annualRevenueCents, currency: format.currency }}
          readOnly={readOnly}
          onSave={(money, begun) => save({ annualRevenueCents: money?.amountCents ?? null }, begun)}
        />
        {company.parentId && (
          <Fact label={label('parent')}>
            <Link to={`/companies/${company.parentId}`}>{company.parentName}</Link>
          </Fact>
        )}
        {text('phone')}
      </Facts>
      <Facts title={t('companies.record.handling')}>
        <InlineField
          kind="member"
          label={label('owner')}
          value={company.ownerId}
          readOnly={readOnly}
          onSave={(ownerId, begun) => save({ ownerId }, begun)}
        />
        <InlineField
          kind="tags"
          label={label('tags')}
          value={company.tags}
          readOnly={readOnly}
          onSave={(tags, begun) => save({ tags }, begun)}
        />
        {text('source')}
        <Fact label={label('createdAt')}>{format.dateTime(company.createdAt)}</Fact>
      </Facts>
      <Facts title={t('companies.record.place')}>
        {text('country')}
        {text('region')}
        {text('city')}
      </Facts>
    </>
  )
}

function Actions({ company }: { company: Company }) {
  const t = useT()
  const go = useGo()
  const { id } = company
  const remove = useAct('DELETE /companies/:id', {
    done: t('companies.record.deleted'),
    undo: () => api('POST /companies/:id/restoration', { params: { id } }),
  })
  if (company.deletedAt) return null
  return (
    <Can permission="companies.write">
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label={t('companies.record.actions')}>
            <ActionIcon size="lg" aria-label={t('companies.record.actions')}>
              <IconDots size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            onClick={() => void remove.mutateAsync({ params: { id } }).then(() => go('/companies'))}
          >
            {t('companies.record.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Can>
  )
}

function InBin({ id }: { id: string }) {
  const t = useT()
  const restore = useAct('POST /companies/:id/restoration', { done: t('companies.record.restored') })
  return (
    <Alert color="amber" mb="md">
      <Group justify="space-between">
        {t('companies.record.inBin')}
        <Can permission="companies.write">
          <Button size="compact-sm" loading={restore.isPending} onClick={() => restore.mutate({ params: { id } })}>
            {t('companies.record.restore')}
          </Button>
        </Can>
      </Group>
    </Alert>
  )
}
