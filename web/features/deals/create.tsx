import { Group, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { CreateProps } from '../../kernel/feature.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { type Money, useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import { MoneyInput } from '../../kernel/record/money-input.tsx'
import { CompanyPicker, ContactPicker } from './record-picker.tsx'
import { usePipeline } from './use-pipeline.ts'

type Given = {
  contactId?: string | null
  companyId?: string | null
  handoverId?: string
  stageId?: string
  name?: string
}
type Values = {
  name: string
  contactId: string | null
  companyId: string | null
  stageId: string | null
  amount: Money | null
  expectedCloseOn: string | null
  ownerId: string | null
  productName: string
}

/** A deal from anywhere; on the page of a contact or company it is theirs. Only the name is demanded. */
export default function CreateDeal({ onClose, handoverId, ...given }: CreateProps & Given) {
  const t = useT()
  const go = useGo()
  const { member } = useMe()
  const { stages } = usePipeline()
  const form = useForm<Values>({
    initialValues: {
      ...{
        name: '',
        contactId: null,
        companyId: null,
        stageId: null,
        amount: null,
        expectedCloseOn: null,
        ownerId: member.id,
        productName: '',
      },
      ...recordHere(),
      ...given,
    },
  })
  const create = useAct('POST /deals', {
    form,
    done: t('deals.create.done'),
    idempotent: true,
    invalidates: ['/deals', '/contacts', '/pipelines', '/handovers', '/lifecycle', '/today'],
  })
  const { values, setFieldValue } = form
  return (
    <FormDialog
      title={t('deals.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      submitLabel={t('deals.create.action')}
      onSubmit={async ({ companyId, stageId, productName, ...rest }) => {
        const body = {
          ...rest,
          // Without a company named, the contact's is taken.
          ...(companyId && { companyId }),
          ...(stageId && { stageId }),
          ...(handoverId && { handoverId }),
          productName: productName.trim() || null,
        }
        const deal = await create.mutateAsync({ body })
        onClose()
        go(`/deals/${deal.id}`)
      }}
    >
      <TextInput
        label={t('deals.fields.name')}
        placeholder={t('deals.create.namePlaceholder')}
        required
        maxLength={300}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <ContactPicker
        label={t('deals.fields.contact')}
        value={values.contactId}
        onChange={(contactId) => setFieldValue('contactId', contactId)}
        error={form.errors.contactId}
      />
      <CompanyPicker
        label={t('deals.fields.company')}
        value={values.companyId}
        onChange={(companyId) => setFieldValue('companyId', companyId)}
      />
      <Group grow align="flex-start">
        <MoneyInput
          label={t('deals.fields.amount')}
          value={values.amount}
          onChange={(amount) => setFieldValue('amount', amount)}
          error={form.errors.amount}
        />
        <DateField
          label={t('deals.fields.expectedCloseOn')}
          clearable
          value={values.expectedCloseOn}
          onChange={(day) => setFieldValue('expectedCloseOn', day)}
        />
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t('deals.fields.stage')}
          allowDeselect={false}
          data={stages.map(({ id, name }) => ({ value: id, label: name }))}
          value={values.stageId ?? stages[0]?.id ?? null}
          onChange={(stageId) => setFieldValue('stageId', stageId)}
        />
        <MemberSelect
          label={t('deals.fields.owner')}
          value={values.ownerId}
          onChange={(ownerId) => setFieldValue('ownerId', ownerId)}
        />
      </Group>
      <TextInput label={t('deals.fields.product')} maxLength={200} {...form.getInputProps('productName')} />
    </FormDialog>
  )
}

/** The contact or company whose page is open. */
function recordHere(): Pick<Given, 'contactId' | 'companyId'> {
  const [, noun, id] = /^\/(contacts|companies)\/([0-9a-f-]{36})/.exec(window.location.pathname) ?? []
  return !noun || !id ? {} : noun === 'contacts' ? { contactId: id } : { companyId: id }
}
