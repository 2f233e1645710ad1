import { Avatar, Group, Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import {
  IconAlertTriangle,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconLock,
  type TablerIcon,
} from '@tabler/icons-react'
import { useT } from '../../../kernel/i18n.tsx'
import type { Connection, Person } from './shared-document.ts'

type Word =
  | 'connecting'
  | 'saved'
  | 'saving'
  | 'offline'
  | 'offlineClean'
  | 'readOnly'
  | 'locked'
  | 'refused'
  | 'tooMany'
  | 'tooLarge'
const icons: Record<Word, TablerIcon> = {
  connecting: IconCloudUp,
  saved: IconCloudCheck,
  saving: IconCloudUp,
  offline: IconCloudOff,
  offlineClean: IconCloudOff,
  readOnly: IconLock,
  locked: IconLock,
  refused: IconAlertTriangle,
  tooMany: IconAlertTriangle,
  tooLarge: IconAlertTriangle,
}
/** Long enough that typing does not make the words flicker. */
const settleMs = 400

/** Whether what one sees is what everybody has; "saved" only once the server has committed it. */
export function SaveState({
  connection,
  isLocked,
  readOnly,
}: {
  connection: Connection
  isLocked: boolean
  readOnly: boolean
}) {
  const t = useT()
  const now = wordOf(connection, isLocked, readOnly)
  const [settled] = useDebouncedValue(now, settleMs)
  const word = now === 'saving' || now === 'saved' ? settled : now
  const Icon = icons[word]
  return (
    <span className="dc-state" role="status" data-state={word}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      {t(`documents.state.${word}`)}
    </span>
  )
}

function wordOf(
  { isTrying, isConnected, isReady, isUnsaved, canWrite, refusal }: Connection,
  isLocked: boolean,
  readOnly: boolean,
): Word {
  if (refusal) return refusal
  if (isLocked) return 'locked'
  if (!isConnected && (isTrying || !isReady)) return 'connecting'
  if (!isConnected) return isUnsaved ? 'offline' : 'offlineClean'
  if (readOnly || !canWrite) return 'readOnly'
  return isUnsaved ? 'saving' : 'saved'
}

const shown = 4

/** Who else has it open. */
export function Presence({ people }: { people: readonly Person[] }) {
  const t = useT()
  if (people.length === 0) return null
  return (
    <Group gap={2} role="group" aria-label={t('documents.presence.label', { n: people.length })} className="dc-people">
      {people.slice(0, shown).map((person) => (
        <Tooltip key={person.memberId} label={person.name}>
          <span className="dc-person" data-colour={person.colour} role="img" aria-label={person.name}>
            {person.name
              .split(/\s+/)
              .slice(0, 2)
              .map((word) => word[0])
              .join('')
              .toUpperCase()}
          </span>
        </Tooltip>
      ))}
      {people.length > shown && <Avatar size={26}>+{people.length - shown}</Avatar>}
    </Group>
  )
}
