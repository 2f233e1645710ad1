import { Button, Group, Select, TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import type { FamilyAttribute, ProductFamily } from '#contract/products.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { AttributeLine } from './attribute-line.tsx'
import { attributeKey, attributeTypes, isNamedTwice } from './words.ts'

type Line = {
  id: string
  key: string
  label: string
  type: FamilyAttribute['type']
  unit: string
  severity: FamilyAttribute['severity']
  options: string[]
}
type Values = { name: string; attributes: Line[] }

/** A family and the list of what its sheets must say. */
export function FamilyDialog({ family, onClose }: { family: ProductFamily | null; onClose: () => void }) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: {
      name: family?.name ?? '',
      attributes:
        family?.attributes.map(({ unit, options, ...line }) => ({
          ...line,
          id: crypto.randomUUID(),
          unit: unit ?? '',
          options: options ?? [],
        })) ?? [],
    },
    validate: {
      attributes: {
        label: (label, { attributes }) => (isNamedTwice(label, attributes) ? t('rules.duplicate_value') : null),
      },
    },
  })
  const create = useAct('POST /product-families', { form, done: t('products.families.saved') })
  const change = useAct('PATCH /product-families/:id', {
    form,
    done: t('products.families.saved'),
    ...(family && { ifMatch: `"${family.version}"` }),
  })
  return (
    <FormDialog
      title={family ? t('products.families.editTitle', { name: family.name }) : t('products.families.add')}
      form={form}
      size="xl"
      onClose={onClose}
      busy={create.isPending || change.isPending}
      onSubmit={async ({ name, attributes }) => {
        const body = {
          name,
          attributes: attributes.map(({ id: _, unit, options, key, ...line }, index) => ({
            ...line,
            key: key || attributeKey(line.label, index),
            unit: unit.trim() || null,
            ...(line.type === 'select' && { options }),
          })),
        }
        if (family) await change.mutateAsync({ params: { id: family.id }, body })
        else await create.mutateAsync({ body })
        onClose()
      }}
    >
      <TextInput
        label={t('products.families.name')}
        required
        maxLength={120}
        data-autofocus
        {...form.getInputProps('name')}
      />
      {form.values.attributes.map(({ id }, index) => (
        <AttributeFields key={id} form={form} index={index} />
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem('attributes', blank())}
        >
          {t('products.spec.addAttribute')}
        </Button>
      </Group>
    </FormDialog>
  )
}

type Form = Pick<ReturnType<typeof useForm<Values>>, 'values' | 'errors' | 'getInputProps' | 'removeListItem'>

function AttributeFields({ form, index }: { form: Form; index: number }) {
  const t = useT()
  const at = `attributes.${index}`
  const { label, type } = form.values.attributes[index]!
  return (
    <AttributeLine
      name={label}
      severity={form.getInputProps(`${at}.severity`)}
      onRemove={() => form.removeListItem('attributes', index)}
    >
      <TextInput
        className="pr-grow"
        label={t('products.spec.attribute')}
        required
        autoFocus={label === ''}
        maxLength={120}
        {...form.getInputProps(`${at}.label`)}
        error={form.errors[`${at}.label`] ?? form.errors[`${at}.key`]}
      />
      <Select
        label={t('products.families.type')}
        w={130}
        allowDeselect={false}
        data={attributeTypes.map((value) => ({ value, label: t(`products.families.types.${value}`) }))}
        {...form.getInputProps(`${at}.type`)}
      />
      {type === 'number' && (
        <TextInput label={t('products.spec.unit')} w={90} maxLength={30} {...form.getInputProps(`${at}.unit`)} />
      )}
      {type === 'select' && (
        <TagsInput
          className="pr-grow"
          label={t('products.families.options')}
          {...form.getInputProps(`${at}.options`)}
        />
      )}
    </AttributeLine>
  )
}

const blank = (): Line => ({
  ...{ id: crypto.randomUUID(), key: '', label: '', type: 'text', unit: '', severity: 'major', options: [] },
})
