import { Alert, Anchor, Button, Code, CopyButton, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react'
import type { Form } from '#contract/forms.ts'
import { useT } from '../../kernel/i18n.tsx'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { frameSnippet, htmlSnippet, scriptSnippet } from './snippets.ts'

/** Ways to put the form before people: its own address, a script, a frame, or one's own HTML. */
export function SharePanel({ form }: { form: Form }) {
  const t = useT()
  const snippets = [
    { key: 'script', code: scriptSnippet(form) },
    { key: 'frame', code: frameSnippet(form) },
    { key: 'html', code: htmlSnippet(form, { send: t('forms.public.send'), trap: t('forms.public.trap') }) },
  ]
  return (
    <Stack gap="lg" maw={760}>
      {form.state !== 'published' && (
        <Alert color="amber" icon={<IconAlertTriangle size={18} />}>
          {t('forms.share.notPublic')}
        </Alert>
      )}
      <section>
        <Title order={2} size="h4" mb="xs">
          {t('forms.share.address')}
        </Title>
        <Group align="flex-end" gap="xs">
          <div style={{ flex: 1, minWidth: '16rem' }}>
            <CopyField label={t('forms.share.link')} description={t('forms.share.linkHelp')} value={form.publicUrl} />
          </div>
          <Button
            component="a"
            href={form.publicUrl}
            target="_blank"
            rel="noopener"
            variant="default"
            leftSection={<IconExternalLink size={16} />}
          >
            {t('forms.share.open')}
          </Button>
        </Group>
      </section>
      <section>
        <Title order={2} size="h4" mb="xs">
          {t('forms.share.embed')}
        </Title>
        <Tabs defaultValue="script">
          <Tabs.List>
            {snippets.map(({ key }) => (
              <Tabs.Tab key={key} value={key}>
                {t(`forms.share.${key}.title`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {snippets.map(({ key, code }) => (
            <Tabs.Panel key={key} value={key} pt="sm">
              <Text size="sm" mb="xs">
                {t(`forms.share.${key}.text`)}
              </Text>
              <Snippet code={code} />
            </Tabs.Panel>
          ))}
        </Tabs>
        <Text size="sm" c="dimmed" mt="sm">
          {t('forms.share.program')}{' '}
          <Anchor href="/api/docs" underline="always">
            {t('forms.share.reference')}
          </Anchor>
        </Text>
      </section>
    </Stack>
  )
}

function Snippet({ code }: { code: string }) {
  const t = useT()
  return (
    <div className="td-form-snippet">
      <Code block tabIndex={0}>
        {code}
      </Code>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            color={copied ? 'green' : 'gray'}
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            onClick={copy}
          >
            {t(copied ? 'kit.copied' : 'kit.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
