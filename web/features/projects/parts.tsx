import { Badge } from '@mantine/core'
import { IconChecklist, IconSchool, IconUsersGroup } from '@tabler/icons-react'
import type { RunsOn } from '#contract/projects.ts'
import { useT } from '../../kernel/i18n.tsx'

export const parts = ['meetings', 'checklist', 'training'] as const
export type Part = (typeof parts)[number]
export const partIcons = { meetings: IconUsersGroup, checklist: IconChecklist, training: IconSchool }

/** What a project runs on, in words. */
export function PartBadges({ runsOn }: { runsOn: RunsOn }) {
  const t = useT()
  return (
    <span className="pj-marks">
      {parts
        .filter((part) => runsOn[part])
        .map((part) => (
          <Badge key={part} variant="light" color="gray">
            {t(`projects.parts.${part}`)}
          </Badge>
        ))}
    </span>
  )
}
