import type { CreateProps } from '../../kernel/feature.ts'
import { GoalForm } from './goal-form.tsx'

/** A new goal: what, until when, how much, and who answers for it on each side. */
export default function CreateGoal({ onClose }: CreateProps) {
  return <GoalForm goal={null} onClose={onClose} />
}
