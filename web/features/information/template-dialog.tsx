import { ActionIcon, Button, Checkbox, Group, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { InformationTemplate, TemplateItem } from '#contract/information-templates.ts'
import { etagOf } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { kinds, mostIntervalDays } from './words.ts'

/** What an item says that does not say it. */
const untold = { purpose: '', kind: 'text' as const, leadDays: 0 }

type Values = { name: string; campaignKind: string; description: string; items: TemplateItem[] }

/** A template: its name, the kind of campaign it is for, and its items, each a row. */
export function TemplateDialog({ template, onClose }: { template?: InformationTemplate; onClose: () => void }) {
  const t = useT()
  const { departments } = useMe()
  const keyed = (key: string) => departments.find((one) => one.key === key)?.id ?? departments[0]?.id ?? ''
  const fresh = (): TemplateItem => ({
    key: crypto.randomUUID(),
    name: '',
    purpose: '',
    requestedByDepartmentId: keyed('marketing'),
    providedByDepartmentId: keyed('sales'),
    intervalDays: 7,
    mandatory: false,
    kind: 'text',
    leadDays: 7,
  })
  const form = useForm<Values>({
    initialValues: {
      name: template?.name ?? '',
      campaignKind: template?.campaignKind ?? '',
      description: template?.description ?? '',
      items: template?.items.map((item) => ({ ...untold, ...item })) ?? [fresh()],
    },
  })
  const done = t('information.templates.saved')
  const etag = template && etagOf(template)
  const create = useAct('POST /information-templates', { form, done, idempotent: true })
  const update = useAct('PATCH /information-templates/:id', { form, done, ...(etag && { ifMatch: etag }) })
  return (
    <FormDialog
      title={t(template ? 'information.templates.editTitle' : 'information.templates.create')}
      form={form}
      size="xl"
      onClose={onClose}
      busy={create.isPending || update.isPending}
      onSubmit={async (body) => {
        if (template) await update.mutateAsync({ params: { id: template.id }, body })
        else await create.mutateAsync({ body })
        onClose()
      }}
    >
      <Group grow align="flex-start">
        <TextInput
          label={t('information.templates.name')}
          required
          maxLength={200}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('information.templates.campaignKind')}
          placeholder={t('information.templates.everyday')}
          maxLength={80}
          {...form.getInputProps('campaignKind')}
        />
      </Group>
      <TextInput
        label={t('information.templates.description')}
        maxLength={2000}
        {...form.getInputProps('description')}
      />
      {form.values.items.map((item, index) => (
        <ItemRow
          key={item.key}
          field={(name) =>
            form.getInputProps(`items.${index}.${name}`, name === 'mandatory' ? { type: 'checkbox' } : {})
          }
          label={t('information.templates.itemNumber', { number: index + 1 })}
          {...(form.values.items.length > 1 && { onRemove: () => form.removeListItem('items', index) })}
        />
      ))}
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => form.insertListItem('items', fresh())}
        >
          {t('information.templates.addItem')}
        </Button>
      </div>
    </FormDialog>
  )
}

type RowProps = { field: (name: keyof TemplateItem) => object; label: string; onRemove?: () => void }

function ItemRow({ field, label, onRemove }: RowProps) {
  const t = useT()
  const { departments } = useMe()
  const options = departments.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <fieldset className="in-template-item">
      <legend>
        {label}
        {onRemove && (
          <ActionIcon
            variant="subtle"
            color="red"
            size="sm"
            ml="xs"
            aria-label={t('information.templates.removeItem', { item: label })}
            onClick={onRemove}
          >
            <IconTrash size={15} />
          </ActionIcon>
        )}
      </legend>
      <Group grow align="flex-start">
        <TextInput label={t('information.columns.name')} required maxLength={200} {...field('name')} />
        <TextInput label={t('information.columns.purpose')} maxLength={2000} {...field('purpose')} />
      </Group>
      <Group grow align="flex-start">
        <Select
          label={t('information.columns.providedBy')}
          allowDeselect={false}
          data={options}
          {...field('providedByDepartmentId')}
        />
        <Select
          label={t('information.columns.requestedBy')}
          allowDeselect={false}
          data={options}
          {...field('requestedByDepartmentId')}
        />
        <Select
          label={t('information.columns.kind')}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`information.kinds.${value}`) }))}
          {...field('kind')}
        />
      </Group>
      <Group align="flex-end">
        <NumberField
          label={t('information.columns.intervalDays')}
          required
          min={1}
          max={mostIntervalDays}
          w={170}
          {...field('intervalDays')}
        />
        <NumberField label={t('information.templates.leadDays')} min={0} max={365} w={190} {...field('leadDays')} />
        <Checkbox label={t('information.mandatory')} mb={8} {...field('mandatory')} />
      </Group>
    </fieldset>
  )
}
