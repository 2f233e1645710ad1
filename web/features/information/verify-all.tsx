import { Button, Checkbox, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconChecks } from '@tabler/icons-react'
import { useState } from 'react'
import type { InformationItem } from '#contract/information.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { useShortcuts } from '../../kernel/shortcuts.tsx'
import { StateBadge } from './freshness.tsx'
import { touched, valueText } from './words.ts'

/** Monday morning: everything of mine that is due, with its value before my eyes, verified by one key and one button. */
export function VerifyAll() {
  const t = useT()
  const can = useCan()
  const [open, setOpen] = useState(false)
  const query = { view: 'owe' as const, state: ['never' as const, 'stale' as const, 'due' as const], limit: 200 }
  const due = useApi('GET /information-items', { query }).data?.items ?? []
  const isOffered = can('information.write') && due.length > 0
  useShortcuts([{ keys: 'v', label: 'information.acts.verifyAll', run: () => setOpen(true) }], isOffered && !open)
  if (!isOffered) return null
  return (
    <>
      <Button leftSection={<IconChecks size={17} />} onClick={() => setOpen(true)}>
        {t('information.acts.verifyAllCount', { count: due.length })}
      </Button>
      {open && <VerifyDialog due={due} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Where nothing is said yet, or somebody proposes another value, the owner looks first. */
const isLikelyRight = (item: InformationItem) =>
  item.openProposals === 0 && (item.value !== null || item.verifiedAt !== null)

function VerifyDialog({ due, onClose }: { due: InformationItem[]; onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const form = useForm<{ ids: string[] }>({
    initialValues: { ids: due.filter(isLikelyRight).map(({ id }) => id) },
  })
  const verify = useAct('POST /information-items/verifications', {
    invalidates: touched,
    done: ({ verified }) => t('information.acts.verifiedMany', { count: verified }),
  })
  return (
    <FormDialog
      title={t('information.acts.verifyAll')}
      form={form}
      size="lg"
      onClose={onClose}
      busy={verify.isPending}
      submitLabel={t('information.acts.verifyMine', { count: form.values.ids.length })}
      onSubmit={async ({ ids }) => {
        if (ids.length > 0) await verify.mutateAsync({ body: { ids } })
        onClose()
      }}
    >
      <Text size="sm">{t('information.acts.verifyAllText')}</Text>
      <Checkbox.Group
        aria-label={t('information.acts.verifyAll')}
        value={form.values.ids}
        onChange={(ids) => form.setFieldValue('ids', ids)}
      >
        <ul className="in-verify">
          {due.map((item, index) => (
            <li key={item.id}>
              <Checkbox
                value={item.id}
                data-autofocus={index === 0 ? true : undefined}
                label={item.name}
                description={
                  item.openProposals > 0
                    ? t('information.proposals.waiting', { count: item.openProposals })
                    : valueText(t, format, item)
                }
              />
              <StateBadge state={item.state} />
            </li>
          ))}
        </ul>
      </Checkbox.Group>
    </FormDialog>
  )
}
