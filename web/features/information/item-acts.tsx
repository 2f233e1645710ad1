import { Button } from '@mantine/core'
import { IconBell, IconCircleCheck, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { InformationItem } from '#contract/information.ts'
import { etagOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { useShortcuts } from '../../kernel/shortcuts.tsx'
import { ValueDialog } from './value-dialog.tsx'
import { touched } from './words.ts'

/** The owner verifies (`v`) or changes the value; everybody else proposes one, or reminds the owner once a day. */
export function ItemActs({ item, size = 'sm' }: { item: InformationItem; size?: 'xs' | 'sm' }) {
  const t = useT()
  const format = useFormat()
  const { member } = useMe()
  const canWrite = useCan()('information.write')
  const [editing, setEditing] = useState(false)
  const isOwner = item.ownerId === member.id
  const etag = etagOf(item)
  const verify = useAct('POST /information-items/:id/verification', {
    invalidates: touched,
    done: t('information.acts.verified'),
    ...(etag && { ifMatch: etag }),
  })
  const nudge = useAct('POST /information-items/:id/nudge', {
    invalidates: ['/information-items'],
    done: t('information.acts.nudged', { owner: item.ownerName }),
  })
  const call = { params: { id: item.id }, body: {} }
  useShortcuts(
    [{ keys: 'v', label: 'information.acts.verify', run: () => verify.mutate(call) }],
    canWrite && isOwner && !editing,
  )
  if (!canWrite) return null
  const isNudgedToday = item.nudgedAt !== null && format.date(item.nudgedAt) === format.date(new Date().toISOString())
  return (
    <>
      {isOwner ? (
        <Button
          size={size}
          leftSection={<IconCircleCheck size={17} />}
          loading={verify.isPending}
          onClick={() => verify.mutate(call)}
        >
          {t('information.acts.verify')}
        </Button>
      ) : (
        <Button
          size={size}
          variant="default"
          leftSection={<IconBell size={17} />}
          loading={nudge.isPending}
          disabled={isNudgedToday}
          onClick={() => nudge.mutate(call)}
        >
          {t(isNudgedToday ? 'information.acts.nudgedToday' : 'information.acts.nudge')}
        </Button>
      )}
      {item.kind !== 'document' && (
        <Button size={size} variant="default" leftSection={<IconPencil size={17} />} onClick={() => setEditing(true)}>
          {t(isOwner ? 'information.value.edit' : 'information.proposals.action')}
        </Button>
      )}
      {editing && <ValueDialog item={item} isOwner={isOwner} onClose={() => setEditing(false)} />}
    </>
  )
}
