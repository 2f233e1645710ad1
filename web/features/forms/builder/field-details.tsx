import { Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import type { FieldTarget, FormField } from '#contract/forms.ts'
import { useT } from '../../../kernel/i18n.tsx'
import type { DraftState } from '../use-draft.tsx'
import { errorAt } from './error-at.ts'
import { hasOptions, targetsFor } from './field-types.ts'
import { OptionsEditor } from './options-editor.tsx'

type Props = { field: FormField; index: number; state: DraftState; onChange: (field: FormField) => void }

/** Everything about a field beside its label. */
export function FieldDetails({ field, index, state, onChange }: Props) {
  const t = useT()
  const at = (name: string) => errorAt(state, t, `/fields/${index}/${name}`)
  const set = (change: { [K in keyof FormField]?: FormField[K] | undefined }) =>
    onChange(without({ ...field, ...change }))
  const isHidden = field.type === 'hidden'
  const mayHavePlaceholder =
    !isHidden && field.type !== 'checkbox' && field.type !== 'multi_select' && field.type !== 'date'
  const steps = state.draft.steps.length
  return (
    <Stack gap="sm" pt="xs" pb={4} px={4}>
      {!isHidden && (
        <Switch
          label={t('forms.builder.requiredSwitch')}
          checked={field.required ?? false}
          onChange={(event) => set({ required: event.currentTarget.checked })}
        />
      )}
      {hasOptions(field.type) && (
        <OptionsEditor
          options={field.options ?? []}
          errorAt={(place) => at(`options${place}`)}
          onChange={(options) => set({ options })}
        />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        {mayHavePlaceholder && (
          <TextInput
            label={t('forms.builder.placeholder')}
            value={field.placeholder ?? ''}
            onChange={(event) => set({ placeholder: event.currentTarget.value || undefined })}
          />
        )}
        {!isHidden && (
          <TextInput
            label={t('forms.builder.help')}
            value={field.help ?? ''}
            onChange={(event) => set({ help: event.currentTarget.value || undefined })}
          />
        )}
        {isHidden && (
          <TextInput
            label={t('forms.builder.value')}
            description={t('forms.builder.valueHelp', { key: field.key })}
            value={field.value ?? ''}
            onChange={(event) => set({ value: event.currentTarget.value || undefined })}
          />
        )}
        <Select
          label={t('forms.builder.mapsTo')}
          clearable
          placeholder={t('forms.builder.mapsToAuto')}
          data={targetsFor(field.type).map((value) => ({ value, label: t(`forms.targets.${value}`) }))}
          value={field.mapsTo ?? null}
          error={at('mapsTo')}
          onChange={(value) => set({ mapsTo: (value as FieldTarget | null) ?? undefined })}
        />
        <TextInput
          label={t('forms.builder.key')}
          description={t('forms.builder.keyHelp')}
          value={field.key}
          error={at('key')}
          onChange={(event) => {
            const key = event.currentTarget.value.replace(/[^A-Za-z0-9_]/g, '').replace(/^[^A-Za-z]+/, '')
            if (key && !state.draft.fields.some((other, place) => place !== index && other.key === key)) set({ key })
          }}
        />
        {steps > 0 && (
          <Select
            label={t('forms.builder.step')}
            allowDeselect={false}
            data={state.draft.steps.map((step, place) => ({ value: String(place + 1), label: step.title }))}
            value={String(field.step ?? 1)}
            error={at('step')}
            onChange={(value) => set({ step: Number(value) })}
          />
        )}
      </SimpleGrid>
    </Stack>
  )
}

/** What is empty is left out, so that a form says no more than it must. */
const without = (field: { [K in keyof FormField]?: FormField[K] | undefined }): FormField =>
  Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as unknown as FormField
