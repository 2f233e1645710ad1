import { SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useT } from '../../../kernel/i18n.tsx'
import type { DraftState } from '../use-draft.tsx'
import { errorAt } from './error-at.ts'

/** What a visitor meets after sending: words of thanks, or another page. */
export function AfterSending({ state }: { state: DraftState }) {
  const t = useT()
  const { draft, set } = state
  const [mode, setMode] = useState(draft.redirectUrl === null ? 'thanks' : 'redirect')
  return (
    <Stack gap="sm">
      <TextInput
        label={t('forms.fields.submitLabel')}
        placeholder={t('forms.public.send')}
        value={draft.submitLabel ?? ''}
        onChange={(event) => set({ submitLabel: event.currentTarget.value || null })}
      />
      <SegmentedControl
        aria-label={t('forms.sections.after')}
        value={mode}
        onChange={(next) => {
          setMode(next)
          if (next === 'thanks') set({ redirectUrl: null })
        }}
        data={[
          { value: 'thanks', label: t('forms.builder.showThanks') },
          { value: 'redirect', label: t('forms.builder.redirect') },
        ]}
      />
      {mode === 'thanks' ? (
        <Textarea
          label={t('forms.fields.thankYou')}
          placeholder={t('forms.public.thanks.text')}
          autosize
          minRows={2}
          value={draft.thankYou ?? ''}
          onChange={(event) => set({ thankYou: event.currentTarget.value || null })}
        />
      ) : (
        <TextInput
          type="url"
          label={t('forms.fields.redirectUrl')}
          placeholder="https://"
          value={draft.redirectUrl ?? ''}
          error={errorAt(state, t, '/redirectUrl')}
          onChange={(event) => set({ redirectUrl: event.currentTarget.value || null })}
        />
      )}
    </Stack>
  )
}
