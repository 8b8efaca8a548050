// Fails an answer with a sentence of too many words: protocol 1 in Node, without packages.
'use strict'

let most = 30

// Evidence counts code points; a JavaScript string counts UTF-16 units.
const codePoints = (text) => Array.from(text).length

function judge({ output }) {
  const sentences = [...output.matchAll(/\S[^.!?\n]*[.!?]*/gu)]
  if (sentences.length === 0) return { verdict: 'skip', label: 'empty', explanation: 'the answer is empty' }
  const long = sentences.filter(([sentence]) => sentence.trim().split(/\s+/u).length > most)
  const score = 1 - long.length / sentences.length
  if (long.length === 0) return { verdict: 'pass', score }
  const evidence = long.slice(0, 100).map(({ 0: sentence, index }) => {
    const start = codePoints(output.slice(0, index))
    return [start, start + codePoints(sentence)]
  })
  const explanation = `${long.length} of ${sentences.length} sentences have more than ${most} words`
  return { verdict: 'fail', score, label: 'long_sentence', explanation, evidence }
}

function answer(line) {
  const message = JSON.parse(line)
  if (message.hello) {
    most = message.hello.config.most_words ?? most
    return { ready: { protocol: 1, name: 'short_sentences', version: '1.0.0' } }
  }
  return message.call ? { id: message.id, ...judge(message.call) } : null
}

// One write for all the lines that came together.
let rest = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop()
  const answers = lines.filter(Boolean).map(answer).filter(Boolean)
  if (answers.length) process.stdout.write(answers.map((found) => JSON.stringify(found) + '\n').join(''))
})
