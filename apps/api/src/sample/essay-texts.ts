export interface SampleEssay {
  name: string
  email: string
  applicationType: string
  prompt: string
  turnaround: 'standard' | 'express' | 'urgent'
  comments?: string
  orderedHoursAgo: number
  original: readonly string[]
  savedHoursAgo?: number
  edited?: readonly string[]
  /** On the last paragraph of the edited text. */
  comment?: string
  /** When it was finished, or cancelled for a reason. */
  closedHoursAgo?: number
  cancelled?: string
  scores?: { currentScore: number; potentialScore: number }
  /** What the student asks for in another round. */
  revised?: string
}

const bridge = [
  'My grandfather build bridges, and I was eight when he let me hold the end of his measuring tape.',
  'He said that a bridge is a promise for people you will never meet. At this time I did not understood him.',
  'Last summer I counted cars on the old bridge in our town during two weeks, because the city wanted to close it. My numbers was in the newspaper, and the bridge is still open.',
]
const bridgeEdited = [
  'My grandfather built bridges, and I was eight when he let me hold the end of his measuring tape.',
  'A bridge, he said, is a promise to people you will never meet. I did not understand him then.',
  'Last summer, when the city wanted to close the old bridge in our town, I counted its cars for two weeks. My numbers ran in the newspaper, and the bridge is still open.',
]
const lab = [
  'Since I was little I have always been passionate about science and about helping people.',
  'In the laboratory of Professor Lind I learned to wait. The cells grow slow, and a mistake on Monday shows itself on Friday.',
  'I want to do a doctorate because questions that take years are the only ones which interest me really.',
]
const labEdited = [
  'In Professor Lind’s laboratory I learned to wait. Cells grow slowly, and a mistake made on Monday shows itself on Friday.',
  'I want to do a doctorate because the questions that take years are the ones that interest me.',
]
const kitchen = [
  'In our restaurant I translate between my mother, who cook, and the customers, who doesn’t know what they order.',
  'Translating is not to say the same words. It is to make that two people want the same thing.',
]
const kitchenEdited = [
  'In our restaurant I translate between my mother, who cooks, and customers who do not know what they are ordering.',
  'To translate is not to repeat words. It is to let two people want the same thing.',
]
const choir = [
  'When our choir lost its conductor three weeks before the concert, nobody asked me. I just stood in front.',
  'I learned that leading is mostly listening, and that altos are always right.',
]
const garden = [
  'The garden behind our school was a parking for eleven years. We needed four months, two permissions and a lot of soup for to change this.',
]

/** A few in each status, by people who do not exist; `.example` is nobody's. */
export const sampleEssays: readonly SampleEssay[] = [
  {
    ...{
      name: 'Farid Haddad',
      email: 'farid@students.example',
      applicationType: 'Undergraduate',
      turnaround: 'standard',
    },
    prompt: 'Describe a person who has influenced you, and how.',
    ...{ orderedHoursAgo: 150, original: bridge, savedHoursAgo: 120, edited: bridgeEdited },
    comment: 'A strong ending. Could you say in one sentence what you felt when you saw the newspaper?',
    ...{ closedHoursAgo: 100, scores: { currentScore: 6, potentialScore: 8 } },
  },
  {
    ...{ name: 'Ines Novak', email: 'ines@students.example', applicationType: 'Doctorate', turnaround: 'express' },
    prompt: 'Why do you want to do research with us?',
    ...{ orderedHoursAgo: 72, original: lab, savedHoursAgo: 50, edited: labEdited },
    comment: 'I took out the first sentence: every second essay begins with it. Yours begins in the laboratory.',
    ...{ closedHoursAgo: 46, scores: { currentScore: 5, potentialScore: 8 } },
    revised: 'Please look at it once more: may it be a little warmer?',
  },
  {
    ...{ name: 'Hugo Martin', email: 'hugo@students.example', applicationType: 'Undergraduate', turnaround: 'urgent' },
    prompt: 'What does your family mean to you?',
    ...{ orderedHoursAgo: 16, original: kitchen, savedHoursAgo: 6, edited: kitchenEdited },
    comment: 'Tell us what your mother cooks.',
  },
  {
    ...{ name: 'Chloe Kim', email: 'chloe@students.example', applicationType: 'Scholarship', turnaround: 'standard' },
    prompt: 'Tell us about a time when you led.',
    ...{ orderedHoursAgo: 30, original: choir, savedHoursAgo: 4, edited: choir },
  },
  {
    ...{ name: 'Dev Patel', email: 'dev@students.example', applicationType: 'Scholarship', turnaround: 'express' },
    prompt: 'What have you changed where you live?',
    ...{ comments: 'It may have 300 words at most.', orderedHoursAgo: 15, original: garden },
  },
  {
    ...{
      name: 'Grace Osei',
      email: 'grace@students.example',
      applicationType: 'Undergraduate',
      turnaround: 'standard',
    },
    prompt: 'Tell us about a time when you led.',
    ...{ orderedHoursAgo: 3, original: choir },
  },
  {
    ...{ name: 'Jonas Berg', email: 'jonas@students.example', applicationType: 'Master', turnaround: 'standard' },
    prompt: 'What have you changed where you live?',
    ...{ orderedHoursAgo: 90, original: garden, closedHoursAgo: 88, cancelled: 'Ordered twice by mistake' },
  },
]
