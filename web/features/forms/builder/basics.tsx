import { Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useT } from '../../../kernel/i18n.tsx'
import type { DraftState } from '../use-draft.tsx'
import { errorAt } from './error-at.ts'

export function Basics({ state }: { state: DraftState }) {
  const t = useT()
  const { draft, set } = state
  return (
    <Stack gap="sm">
      <TextInput
        label={t('forms.fields.name')}
        description={t('forms.builder.nameHelp')}
        required
        value={draft.name}
        error={errorAt(state, t, '/name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('forms.fields.title')}
        value={draft.title ?? ''}
        onChange={(event) => set({ title: event.currentTarget.value || null })}
      />
      <Textarea
        label={t('forms.fields.intro')}
        autosize
        minRows={2}
        value={draft.intro ?? ''}
        onChange={(event) => set({ intro: event.currentTarget.value || null })}
      />
      <Switch
        label={t('forms.fields.handRaise')}
        description={t(draft.handRaise ? 'forms.builder.handRaiseOn' : 'forms.builder.handRaiseOff')}
        checked={draft.handRaise}
        onChange={(event) => set({ handRaise: event.currentTarget.checked })}
      />
    </Stack>
  )
}
