import { Accordion, Stack } from '@mantine/core'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import type { DraftState } from '../use-draft.tsx'
import { AfterSending } from './after-sending.tsx'
import { Appearance } from './appearance.tsx'
import { Basics } from './basics.tsx'
import { ConsentsEditor } from './consents-editor.tsx'
import { FieldsEditor } from './fields-editor.tsx'
import { Preview } from './preview.tsx'

/** What is asked at the left, what a visitor will see at the right. */
export function Builder({ state }: { state: DraftState }) {
  const t = useT()
  const can = useCan()
  const sections = [
    { value: 'basics', content: <Basics state={state} /> },
    { value: 'fields', content: <FieldsEditor state={state} /> },
    { value: 'consents', content: <ConsentsEditor state={state} /> },
    { value: 'after', content: <AfterSending state={state} /> },
    { value: 'appearance', content: <Appearance state={state} /> },
  ]
  return (
    <div className="td-form-builder">
      <fieldset className="td-form-editor" disabled={!can('forms.write')}>
        <Stack gap="md">
          <Accordion multiple defaultValue={['fields']} variant="separated">
            {sections.map(({ value, content }) => (
              <Accordion.Item key={value} value={value}>
                <Accordion.Control>{t(`forms.sections.${value}`)}</Accordion.Control>
                <Accordion.Panel>{content}</Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        </Stack>
      </fieldset>
      <Preview draft={state.draft} />
    </div>
  )
}
