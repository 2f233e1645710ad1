import { Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconPlus } from '@tabler/icons-react'
import type { Spec, SpecAttribute } from '#contract/product-parts.ts'
import type { FamilyAttribute, ProductRecord } from '#contract/products.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { AttributeLine } from './attribute-line.tsx'
import { attributeKey, isNamedTwice } from './words.ts'

type Line = { id: string; key: string; label: string; value: string; unit: string; severity: SpecAttribute['severity'] }
type Values = { attributes: Line[]; note: string; allowUnitChange: boolean }
type Props = {
  product: ProductRecord
  draft: Spec | null
  /** What a new draft begins with. */
  basis: readonly SpecAttribute[]
  onSaved: (version: number) => void
  onClose: () => void
}

/** Drafts the next sheet from the one in force, or goes on with a draft. The family's attributes are there from the start. */
export function SpecEditor(props: Props) {
  const family = useApi(
    'GET /product-families/:id',
    { params: { id: props.product.familyId ?? '' } },
    { enabled: props.product.familyId !== null },
  )
  if (family.isLoading) return null
  return <Editor {...props} family={family.data?.attributes ?? []} />
}

function Editor({ product, draft, basis, family, onSaved, onClose }: Props & { family: readonly FamilyAttribute[] }) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: {
      attributes: linesOf(draft?.attributes ?? basis, family),
      note: draft?.note ?? '',
      allowUnitChange: false,
    },
    validate: {
      attributes: {
        label: (label, { attributes }) => (isNamedTwice(label, attributes) ? t('rules.duplicate_value') : null),
      },
    },
  })
  const create = useAct('POST /products/:id/specs', { form, done: t('products.spec.drafted') })
  const rewrite = useAct('PUT /products/:id/specs/:version', { form, done: t('products.spec.saved') })
  const { attributes } = form.values
  return (
    <FormDialog
      title={draft ? t('products.spec.editTitle', { version: draft.version }) : t('products.spec.draftTitle')}
      form={form}
      size="xl"
      onClose={onClose}
      busy={create.isPending || rewrite.isPending}
      submitLabel={t('products.spec.save')}
      onSubmit={async ({ attributes: lines, note, allowUnitChange }) => {
        const body = {
          attributes: lines.map(({ id: _, unit, key, ...line }, index) => ({
            ...line,
            label: line.label.trim(),
            key: key || attributeKey(line.label, index),
            unit: unit.trim() || null,
          })),
          note: note.trim() || null,
          allowUnitChange,
        }
        const params = { id: product.id }
        const saved = draft
          ? await rewrite.mutateAsync({ params: { ...params, version: draft.version }, body })
          : await create.mutateAsync({ params, body })
        onSaved(saved.version)
        onClose()
      }}
    >
      {attributes.map((line, index) => (
        <LineFields key={line.id} form={form} index={index} />
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem('attributes', blank())}
        >
          {t('products.spec.addAttribute')}
        </Button>
      </Group>
      <Textarea
        label={t('products.spec.why')}
        description={t('products.spec.whyHelp')}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.getInputProps('note')}
      />
      <Checkbox
        label={t('products.spec.allowUnitChange')}
        {...form.getInputProps('allowUnitChange', { type: 'checkbox' })}
      />
    </FormDialog>
  )
}

type Form = Pick<ReturnType<typeof useForm<Values>>, 'values' | 'errors' | 'getInputProps' | 'removeListItem'>

function LineFields({ form, index }: { form: Form; index: number }) {
  const t = useT()
  const at = `attributes.${index}`
  return (
    <AttributeLine
      name={form.values.attributes[index]?.label ?? ''}
      severity={form.getInputProps(`${at}.severity`)}
      onRemove={() => form.removeListItem('attributes', index)}
    >
      <TextInput
        className="pr-grow"
        label={t('products.spec.attribute')}
        required
        autoFocus={form.values.attributes[index]?.label === ''}
        maxLength={120}
        {...form.getInputProps(`${at}.label`)}
        // Behind the name stands its key, which the server may find twice although the names differ.
        error={form.errors[`${at}.label`] ?? form.errors[`${at}.key`]}
      />
      <TextInput
        label={t('products.spec.value')}
        required
        maxLength={2000}
        w={120}
        {...form.getInputProps(`${at}.value`)}
      />
      <TextInput label={t('products.spec.unit')} maxLength={30} w={90} {...form.getInputProps(`${at}.unit`)} />
    </AttributeLine>
  )
}

const blank = (): Line => ({ id: crypto.randomUUID(), key: '', label: '', value: '', unit: '', severity: 'major' })

function linesOf(attributes: readonly SpecAttribute[], family: readonly FamilyAttribute[]): Line[] {
  const written = attributes.map(({ key, label, value, unit, severity }) => ({
    ...{ id: crypto.randomUUID(), key, label, value, severity },
    unit: unit ?? '',
  }))
  const missing = family.filter(({ key }) => !attributes.some((one) => one.key === key))
  const lines = [
    ...written,
    ...missing.map(({ key, label, unit, severity }) => ({ ...blank(), key, label, severity, unit: unit ?? '' })),
  ]
  return lines.length > 0 ? lines : [blank()]
}
