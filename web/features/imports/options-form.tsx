import { Select, SimpleGrid, Stack, Switch, TagsInput, Textarea, TextInput, Title } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { consentPurposes, purposeName } from '../../kernel/record/consent-purpose.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import type { ImportRecord, Options } from './types.ts'

type Props = { kind: ImportRecord['kind']; options: Options; onChange: (options: Options) => void }

const countries = ['ES', 'PT', 'FR', 'IT', 'DE', 'GB', 'US', 'MX', 'AR', 'CO', 'CL', 'BR'] as const
const bases = ['consent', 'contract', 'legitimate_interest'] as const

/** What holds for every row: update or fill, tags, source, owner, and for people what they agreed to. */
export function OptionsForm({ kind, options, onChange }: Props) {
  const t = useT()
  const set = (change: Partial<Options>) => onChange({ ...options, ...change })
  const { consent } = options
  const isContacts = kind === 'contacts'
  return (
    <section aria-labelledby="import-options">
      <Title order={2} size="h4" id="import-options" mb="xs">
        {t('imports.options.title')}
      </Title>
      <Stack gap="md">
        <Switch
          label={t('imports.options.overwrite')}
          description={t('imports.options.overwriteHint')}
          checked={options.overwrite !== false}
          onChange={({ currentTarget }) => set({ overwrite: currentTarget.checked })}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TagsInput
            label={t('imports.options.tags')}
            description={t('imports.options.tagsHint')}
            value={options.tags ?? []}
            maxTags={20}
            onChange={(tags) => set({ tags: tags.map((tag) => tag.trim().slice(0, 60)).filter(Boolean) })}
          />
          <TextInput
            label={t('imports.options.source')}
            description={t('imports.options.sourceHint')}
            value={options.source ?? ''}
            maxLength={100}
            onChange={({ currentTarget }) => set({ source: currentTarget.value || null })}
          />
          <MemberSelect
            label={t('imports.options.owner')}
            description={t('imports.options.ownerHint')}
            value={options.ownerId ?? null}
            onChange={(ownerId) => set({ ownerId })}
          />
          <Select
            label={t('imports.options.country')}
            data={countries.map((value) => ({ value, label: t(`imports.countries.${value}`) }))}
            value={options.country ?? 'ES'}
            onChange={(country) => set({ country: country ?? 'ES' })}
            allowDeselect={false}
            styles={{ root: { alignSelf: 'end' } }}
          />
        </SimpleGrid>
        {isContacts && (
          <>
            <Switch
              label={t('imports.options.consent')}
              description={t('imports.options.consentHint')}
              checked={Boolean(consent)}
              onChange={({ currentTarget }) =>
                set({
                  consent: currentTarget.checked ? { purpose: 'marketing_email', text: '', basis: 'consent' } : null,
                })
              }
            />
            {consent && (
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
                <Select
                  label={t('imports.options.purpose')}
                  data={consentPurposes.map((value) => ({ value, label: purposeName(t, value) }))}
                  value={consent.purpose}
                  onChange={(purpose) => purpose && set({ consent: { ...consent, purpose } })}
                  allowDeselect={false}
                />
                <Select
                  label={t('imports.options.basis')}
                  data={bases.map((value) => ({ value, label: t(`imports.options.bases.${value}`) }))}
                  value={consent.basis ?? 'consent'}
                  onChange={(value) =>
                    set({ consent: { ...consent, basis: bases.find((one) => one === value) ?? 'consent' } })
                  }
                  allowDeselect={false}
                />
                <Textarea
                  label={t('imports.options.consentText')}
                  description={t('imports.options.consentTextHint')}
                  required
                  autosize
                  minRows={2}
                  maxLength={5000}
                  value={consent.text}
                  onChange={({ currentTarget }) => set({ consent: { ...consent, text: currentTarget.value } })}
                  style={{ gridColumn: '1 / -1' }}
                />
              </SimpleGrid>
            )}
            <Switch
              label={t('imports.options.handovers')}
              description={t('imports.options.handoversHint')}
              checked={options.handovers === true}
              onChange={({ currentTarget }) => set({ handovers: currentTarget.checked })}
            />
          </>
        )}
      </Stack>
    </section>
  )
}
