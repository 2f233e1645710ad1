import { ActionIcon, Button, ColorInput, Group, Input, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useT } from '../../../kernel/i18n.tsx'
import type { DraftState } from '../use-draft.tsx'
import { errorAt } from './error-at.ts'

const phoneCountries = [
  'ES',
  'PT',
  'FR',
  'IT',
  'DE',
  'GB',
  'IE',
  'NL',
  'BE',
  'AD',
  'US',
  'MX',
  'AR',
  'BR',
  'CL',
  'CO',
  'PE',
  'UY',
  'EC',
]

/** The company's face on the form, its language, and steps for the long ones. */
export function Appearance({ state }: { state: DraftState }) {
  const t = useT()
  const { draft, set } = state
  const text = (name: 'logoUrl' | 'privacyUrl') => (
    <TextInput
      type="url"
      label={t(`forms.fields.${name}`)}
      placeholder="https://"
      value={draft[name] ?? ''}
      error={errorAt(state, t, `/${name}`)}
      onChange={(event) => set({ [name]: event.currentTarget.value || null })}
    />
  )
  const isColor = (value: string) => /^#[0-9a-f]{6}$/i.test(value)
  return (
    <Stack gap="sm">
      <ColorInput
        label={t('forms.fields.brandColor')}
        description={t('forms.builder.brandColorHelp')}
        value={draft.brandColor ?? ''}
        error={errorAt(state, t, '/brandColor')}
        onChange={(value) => (value === '' || isColor(value)) && set({ brandColor: value || null })}
      />
      {text('logoUrl')}
      {text('privacyUrl')}
      <Select
        label={t('forms.fields.locale')}
        allowDeselect={false}
        data={[
          { value: 'visitor', label: t('forms.builder.localeVisitor') },
          { value: 'es', label: t('forms.builder.localeEs') },
          { value: 'en', label: t('forms.builder.localeEn') },
        ]}
        value={draft.locale ?? 'visitor'}
        onChange={(value) => set({ locale: value === 'es' || value === 'en' ? value : null })}
      />
      <Select
        label={t('forms.fields.phoneCountry')}
        description={t('forms.builder.phoneCountryHelp')}
        searchable
        allowDeselect={false}
        data={phoneCountries}
        value={draft.phoneCountry ?? 'ES'}
        onChange={(phoneCountry) => set({ phoneCountry })}
      />
      <Input.Wrapper
        label={t('forms.fields.steps')}
        description={t('forms.builder.stepsHelp')}
        error={errorAt(state, t, '/steps')}
      >
        <Stack gap={6} mt={6}>
          {draft.steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <Group key={index} gap={4} wrap="nowrap">
              <TextInput
                flex={1}
                aria-label={t('forms.builder.stepNumber', { number: index + 1 })}
                value={step.title}
                error={errorAt(state, t, `/steps/${index}/title`)}
                onChange={(event) => set({ steps: draft.steps.with(index, { title: event.currentTarget.value }) })}
              />
              <ActionIcon
                color="gray"
                aria-label={t('forms.builder.remove', { label: step.title })}
                onClick={() =>
                  set({
                    steps: draft.steps.toSpliced(index, 1),
                    fields: draft.fields.map((field) => moved(field, index + 1)),
                  })
                }
              >
                <IconX size={14} />
              </ActionIcon>
            </Group>
          ))}
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconPlus size={14} />}
            style={{ alignSelf: 'flex-start' }}
            disabled={draft.steps.length >= 10}
            onClick={() =>
              set({
                steps: [...draft.steps, { title: t('forms.builder.stepNumber', { number: draft.steps.length + 1 }) }],
              })
            }
          >
            {t('forms.builder.addStep')}
          </Button>
        </Stack>
      </Input.Wrapper>
    </Stack>
  )
}

/** Fields of a step that goes away join the one before. */
const moved = <F extends { step?: number }>(field: F, gone: number): F =>
  (field.step ?? 1) >= gone && (field.step ?? 1) > 1 ? { ...field, step: (field.step ?? 1) - 1 } : field
