/** What the product says in its own words, in the customer's language where it has them. */
const texts = {
  en: {
    greeting: 'Hello! What can we help you with?',
    thanks: 'You are welcome. Write again whenever you need something.',
    question: 'Could you write in a sentence or two what you would like to know about our products or your order?',
    more: 'I could not find that in our documentation. Could you say a little more: which product it is about, and what happened? Or ask for a person, and somebody from our team will answer.',
    no_model:
      'These are the passages of our documentation that fit your question best. If they do not help, ask for a person.',
    model_failed:
      'Our assistant is not available at the moment, so these are the passages of our documentation that fit your question best. If they do not help, ask for a person.',
    budget:
      'Our assistant has reached its limit for now, so these are the passages of our documentation that fit your question best. If they do not help, ask for a person.',
    handing: 'I cannot answer this reliably, so I am asking a member of our team.',
    already: 'A member of our team has been asked already and will answer you here.',
    asked: 'We have asked a member of our team to look at this. Somebody will answer you here, at the latest {in}.',
    joined: '{name} has joined the conversation.',
    handedBack: 'Our assistant answers again from here. Ask for a person at any time.',
    unread: '{name} has answered you',
    unreadLink: 'Read the conversation and answer: {url}',
  },
  de: {
    greeting: 'Hallo! Womit können wir Ihnen helfen?',
    thanks: 'Gern geschehen. Schreiben Sie uns jederzeit wieder.',
    question:
      'Könnten Sie in ein, zwei Sätzen schreiben, was Sie über unsere Produkte oder Ihre Bestellung wissen möchten?',
    more: 'Das habe ich in unserer Dokumentation nicht gefunden. Um welches Produkt geht es, und was ist passiert? Oder fragen Sie nach einem Menschen, dann antwortet jemand aus unserem Team.',
    no_model:
      'Dies sind die Stellen unserer Dokumentation, die am besten zu Ihrer Frage passen. Wenn sie nicht helfen, fragen Sie nach einem Menschen.',
    model_failed:
      'Unser Assistent ist gerade nicht verfügbar. Dies sind die Stellen unserer Dokumentation, die am besten zu Ihrer Frage passen. Wenn sie nicht helfen, fragen Sie nach einem Menschen.',
    budget:
      'Unser Assistent hat sein Limit erreicht. Dies sind die Stellen unserer Dokumentation, die am besten zu Ihrer Frage passen. Wenn sie nicht helfen, fragen Sie nach einem Menschen.',
    handing: 'Das kann ich nicht zuverlässig beantworten und frage deshalb jemanden aus unserem Team.',
    already: 'Jemand aus unserem Team ist schon gefragt und antwortet Ihnen hier.',
    asked:
      'Wir haben jemanden aus unserem Team gebeten, sich das anzusehen. Sie bekommen hier eine Antwort, spätestens {in}.',
    joined: '{name} ist jetzt im Gespräch.',
    handedBack: 'Ab hier antwortet wieder unser Assistent. Sie können jederzeit nach einem Menschen fragen.',
    unread: '{name} hat Ihnen geantwortet',
    unreadLink: 'Das Gespräch lesen und antworten: {url}',
  },
  es: {
    greeting: '¡Hola! ¿En qué podemos ayudarle?',
    thanks: 'Con mucho gusto. Escríbanos cuando lo necesite.',
    question: '¿Podría escribir en una o dos frases qué le gustaría saber sobre nuestros productos o su pedido?',
    more: 'No he encontrado eso en nuestra documentación. ¿De qué producto se trata y qué ha ocurrido? O pida hablar con una persona y alguien de nuestro equipo le responderá.',
    no_model:
      'Estos son los pasajes de nuestra documentación que mejor encajan con su pregunta. Si no le ayudan, pida hablar con una persona.',
    model_failed:
      'Nuestro asistente no está disponible en este momento; estos son los pasajes de nuestra documentación que mejor encajan con su pregunta. Si no le ayudan, pida hablar con una persona.',
    budget:
      'Nuestro asistente ha alcanzado su límite por ahora; estos son los pasajes de nuestra documentación que mejor encajan con su pregunta. Si no le ayudan, pida hablar con una persona.',
    handing: 'No puedo responder a esto con seguridad, así que se lo paso a alguien de nuestro equipo.',
    already: 'Ya hemos avisado a alguien de nuestro equipo, que le responderá aquí.',
    asked: 'Hemos pedido a alguien de nuestro equipo que lo revise. Le responderá aquí, a más tardar {in}.',
    joined: '{name} se ha unido a la conversación.',
    handedBack:
      'A partir de aquí vuelve a responder nuestro asistente. Puede pedir hablar con una persona en cualquier momento.',
    unread: '{name} le ha respondido',
    unreadLink: 'Leer la conversación y responder: {url}',
  },
  fr: {
    greeting: 'Bonjour ! Comment pouvons-nous vous aider ?',
    thanks: 'Avec plaisir. Écrivez-nous dès que vous en avez besoin.',
    question:
      'Pourriez-vous écrire en une ou deux phrases ce que vous aimeriez savoir sur nos produits ou votre commande ?',
    more: 'Je n’ai pas trouvé cela dans notre documentation. De quel produit s’agit-il, et que s’est-il passé ? Ou demandez une personne, et quelqu’un de notre équipe vous répondra.',
    no_model:
      'Voici les passages de notre documentation qui correspondent le mieux à votre question. S’ils ne vous aident pas, demandez une personne.',
    model_failed:
      'Notre assistant n’est pas disponible pour le moment ; voici les passages de notre documentation qui correspondent le mieux à votre question. S’ils ne vous aident pas, demandez une personne.',
    budget:
      'Notre assistant a atteint sa limite pour l’instant ; voici les passages de notre documentation qui correspondent le mieux à votre question. S’ils ne vous aident pas, demandez une personne.',
    handing: 'Je ne peux pas répondre à cela de façon fiable ; je demande donc à un membre de notre équipe.',
    already: 'Un membre de notre équipe est déjà prévenu et vous répondra ici.',
    asked:
      'Nous avons demandé à un membre de notre équipe de s’en occuper. Vous aurez une réponse ici, au plus tard {in}.',
    joined: '{name} a rejoint la conversation.',
    handedBack: 'À partir d’ici, notre assistant répond de nouveau. Vous pouvez demander une personne à tout moment.',
    unread: '{name} vous a répondu',
    unreadLink: 'Lire la conversation et répondre : {url}',
  },
  it: {
    greeting: 'Salve! Come possiamo aiutarla?',
    thanks: 'Prego. Ci scriva ogni volta che ha bisogno.',
    question: 'Potrebbe scrivere in una o due frasi che cosa vorrebbe sapere sui nostri prodotti o sul suo ordine?',
    more: 'Non l’ho trovato nella nostra documentazione. Di quale prodotto si tratta, e che cosa è successo? Oppure chieda di una persona, e qualcuno del nostro team le risponderà.',
    no_model:
      'Questi sono i passaggi della nostra documentazione più vicini alla sua domanda. Se non bastano, chieda di una persona.',
    model_failed:
      'Il nostro assistente al momento non è disponibile; questi sono i passaggi della nostra documentazione più vicini alla sua domanda. Se non bastano, chieda di una persona.',
    budget:
      'Il nostro assistente ha raggiunto per ora il suo limite; questi sono i passaggi della nostra documentazione più vicini alla sua domanda. Se non bastano, chieda di una persona.',
    handing: 'Non posso rispondere in modo affidabile, quindi chiedo a un membro del nostro team.',
    already: 'Un membro del nostro team è già stato avvisato e le risponderà qui.',
    asked: 'Abbiamo chiesto a un membro del nostro team di occuparsene. Riceverà una risposta qui, al più tardi {in}.',
    joined: '{name} si è unito alla conversazione.',
    handedBack:
      'Da qui in poi risponde di nuovo il nostro assistente. Può chiedere di una persona in qualsiasi momento.',
    unread: '{name} le ha risposto',
    unreadLink: 'Leggere la conversazione e rispondere: {url}',
  },
  nl: {
    greeting: 'Hallo! Waarmee kunnen we u helpen?',
    thanks: 'Graag gedaan. Schrijf ons gerust weer.',
    question: 'Kunt u in een of twee zinnen schrijven wat u wilt weten over onze producten of uw bestelling?',
    more: 'Dat heb ik niet in onze documentatie gevonden. Om welk product gaat het, en wat is er gebeurd? Of vraag om een medewerker, dan antwoordt iemand van ons team.',
    no_model:
      'Dit zijn de passages uit onze documentatie die het best bij uw vraag passen. Helpen ze niet, vraag dan om een medewerker.',
    model_failed:
      'Onze assistent is op dit moment niet beschikbaar; dit zijn de passages uit onze documentatie die het best bij uw vraag passen. Helpen ze niet, vraag dan om een medewerker.',
    budget:
      'Onze assistent heeft voorlopig zijn limiet bereikt; dit zijn de passages uit onze documentatie die het best bij uw vraag passen. Helpen ze niet, vraag dan om een medewerker.',
    handing: 'Dit kan ik niet betrouwbaar beantwoorden, daarom vraag ik iemand van ons team.',
    already: 'Iemand van ons team is al gevraagd en antwoordt u hier.',
    asked: 'We hebben iemand van ons team gevraagd hiernaar te kijken. U krijgt hier antwoord, uiterlijk {in}.',
    joined: '{name} neemt nu deel aan het gesprek.',
    handedBack: 'Vanaf hier antwoordt onze assistent weer. U kunt altijd om een medewerker vragen.',
    unread: '{name} heeft u geantwoord',
    unreadLink: 'Het gesprek lezen en antwoorden: {url}',
  },
  pt: {
    greeting: 'Olá! Em que podemos ajudar?',
    thanks: 'De nada. Escreva-nos sempre que precisar.',
    question:
      'Poderia escrever em uma ou duas frases o que gostaria de saber sobre os nossos produtos ou o seu pedido?',
    more: 'Não encontrei isso na nossa documentação. De que produto se trata, e o que aconteceu? Ou peça para falar com uma pessoa, e alguém da nossa equipe responderá.',
    no_model:
      'Estas são as passagens da nossa documentação que melhor correspondem à sua pergunta. Se não ajudarem, peça para falar com uma pessoa.',
    model_failed:
      'O nosso assistente não está disponível no momento; estas são as passagens da nossa documentação que melhor correspondem à sua pergunta. Se não ajudarem, peça para falar com uma pessoa.',
    budget:
      'O nosso assistente atingiu por agora o seu limite; estas são as passagens da nossa documentação que melhor correspondem à sua pergunta. Se não ajudarem, peça para falar com uma pessoa.',
    handing: 'Não posso responder a isto com segurança, por isso vou perguntar a alguém da nossa equipe.',
    already: 'Alguém da nossa equipe já foi avisado e responderá aqui.',
    asked: 'Pedimos a alguém da nossa equipe que veja isto. A resposta chegará aqui, no máximo {in}.',
    joined: '{name} entrou na conversa.',
    handedBack:
      'A partir daqui o nosso assistente volta a responder. Pode pedir para falar com uma pessoa a qualquer momento.',
    unread: '{name} respondeu-lhe',
    unreadLink: 'Ler a conversa e responder: {url}',
  },
} as const

export type Phrase = keyof typeof texts.en

const isKnown = (language: string): language is keyof typeof texts => Object.hasOwn(texts, language)

const baseOf = (language: string | null): keyof typeof texts => {
  const base = language?.split('-', 1)[0]?.toLowerCase() ?? 'en'
  return isKnown(base) ? base : 'en'
}

/**
 * @param language a language such as `pt` or `pt-BR`; English for any that is not here.
 * @param parts what stands for `{name}` and the like.
 */
export const say = (phrase: Phrase, language: string | null, parts: Readonly<Record<string, string>> = {}): string =>
  texts[baseOf(language)][phrase].replace(/\{(\w+)\}/g, (whole, part: string) => parts[part] ?? whole)

/** Says that a person was asked, and when they answer at the latest: so many minutes from now. */
export function sayWhen(minutes: number, language: string | null): string {
  const relative = new Intl.RelativeTimeFormat(baseOf(language), { numeric: 'always' })
  const hours = Math.ceil(minutes / 60)
  const [count, unit] =
    minutes < 60
      ? [minutes, 'minute' as const]
      : hours < 48
        ? [hours, 'hour' as const]
        : [Math.ceil(hours / 24), 'day' as const]
  return say('asked', language, { in: relative.format(count, unit) })
}

/** Languages that the product has words in. */
export const spoken = Object.keys(texts)
