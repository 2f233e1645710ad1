import { ActionIcon, Button, Card, Group, Select, Stack, Switch, Text, Textarea } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { FormConsent } from '#contract/forms.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { consentPurposes, purposeName } from '../../../kernel/record/consent-purpose.ts'
import type { DraftState } from '../use-draft.tsx'
import { errorAt } from './error-at.ts'

/** One box per purpose, never ticked beforehand; the exact words are kept with every consent. */
export function ConsentsEditor({ state }: { state: DraftState }) {
  const t = useT()
  const { consents } = state.draft
  const change = (next: FormConsent[]) => state.set({ consents: next })
  const free = consentPurposes.filter((purpose) => !consents.some((consent) => consent.purpose === purpose))
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('forms.consents.about')}
      </Text>
      {consents.map((consent, index) => (
        <Card key={consent.purpose} withBorder padding="sm">
          <Stack gap="xs">
            <Group gap="xs" wrap="nowrap" align="flex-end">
              <Select
                flex={1}
                label={t('forms.consents.purpose')}
                allowDeselect={false}
                data={[...new Set([...consentPurposes, consent.purpose])].map((value) => ({
                  value,
                  label: purposeName(t, value),
                  disabled: value !== consent.purpose && !free.some((one) => one === value),
                }))}
                value={consent.purpose}
                error={errorAt(state, t, `/consents/${index}/purpose`)}
                onChange={(purpose) => purpose && change(consents.with(index, { ...consent, purpose }))}
              />
              <ActionIcon
                color="gray"
                mb={4}
                aria-label={t('forms.builder.remove', { label: t('forms.sections.consents') })}
                onClick={() => change(consents.toSpliced(index, 1))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
            <Textarea
              label={t('forms.consents.text')}
              description={t('forms.consents.textHelp')}
              autosize
              minRows={2}
              value={consent.text}
              error={errorAt(state, t, `/consents/${index}/text`)}
              onChange={(event) => change(consents.with(index, { ...consent, text: event.currentTarget.value }))}
            />
            <Switch
              label={t('forms.consents.required')}
              checked={consent.required ?? false}
              onChange={(event) => change(consents.with(index, { ...consent, required: event.currentTarget.checked }))}
            />
          </Stack>
        </Card>
      ))}
      {free[0] && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => change([...consents, { purpose: free[0]!, text: t(`forms.consents.suggested.${free[0]}`) }])}
        >
          {t('forms.consents.add')}
        </Button>
      )}
    </Stack>
  )
}
