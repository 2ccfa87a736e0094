"""What the signs of words and pairs weigh in the chance that a human summary holds them.

Fitted on the 400 clusters of Multi-News' validation set that benchmarks/summaries.md tells of, by logistic regression:
`python benchmarks/fit_summaries.py FOLDER`, which prints what stands here. The rates are how often each stop word's stem
stands in a human summary of about 230 words.
"""

from summarize.text.expectation import Weights

WEIGHTS = Weights(
    words=(
        0.211,  # documents that hold it, log
        0.002,  # first place, log
        0.049,  # documents that lead with it, share
        0.156,  # closeness of its best sentence
        0.326,  # closeness of its best document
        1.3,  # stop words
        -0.248,  # no quotation
        -0.046,  # no first person
        0.414,  # common word: chance by its rate, logit
        -1.194,  # rare word
        -0.427,  # rare: times, log
        -0.024,  # rare: first place, log
        1.053,  # count by times, log
        0.819,  # rare: count by times, log
        0.108,  # documents, log
        -0.126,  # number
        -1.906,  # intercept
    ),
    pairs=(
        0.854,  # documents that hold it, log
        0.075,  # first place, log
        0.205,  # documents that lead with it, share
        -0.01,  # closeness of its best sentence
        0.103,  # closeness of its best document
        0.465,  # stop words
        -0.439,  # no quotation
        -0.234,  # no first person
        1.02,  # count, log
        0.092,  # its words' chances, logits, summed
        0.167,  # the lower of them
        -0.119,  # its words' counts, log
        -2.642,  # intercept
    ),
    rates={
        "a": 6.06,
        "about": 0.58,
        "after": 0.54,
        "all": 0.39,
        "also": 0.38,
        "an": 0.99,
        "and": 4.72,
        "ar": 0.83,
        "as": 1.28,
        "at": 1.23,
        "be": 1.16,
        "been": 0.69,
        "befor": 0.26,
        "but": 1.06,
        "by": 0.78,
        "can": 0.29,
        "could": 0.24,
        "do": 0.24,
        "even": 0.26,
        "first": 0.29,
        "for": 1.99,
        "from": 0.97,
        "ha": 1.02,
        "had": 0.6,
        "have": 1.06,
        "he": 1.41,
        "her": 0.79,
        "hi": 1.12,
        "him": 0.28,
        "i": 0.63,
        "if": 0.41,
        "in": 4.39,
        "into": 0.32,
        "is": 1.77,
        "it": 1.81,
        "it's": 0.52,
        "just": 0.37,
        "last": 0.3,
        "like": 0.38,
        "make": 0.27,
        "more": 0.59,
        "new": 1.0,
        "no": 0.3,
        "not": 0.74,
        "now": 0.32,
        "of": 4.75,
        "on": 2.52,
        "or": 0.43,
        "other": 0.46,
        "out": 0.47,
        "over": 0.26,
        "per": 0.3,
        "sai": 1.48,
        "said": 0.56,
        "she": 0.73,
        "so": 0.3,
        "some": 0.35,
        "than": 0.38,
        "that": 2.61,
        "the": 13.56,
        "thei": 0.72,
        "their": 0.53,
        "them": 0.27,
        "there": 0.31,
        "thi": 0.73,
        "to": 5.64,
        "up": 0.54,
        "us": 0.64,
        "wa": 1.72,
        "we": 0.51,
        "were": 0.62,
        "what": 0.43,
        "when": 0.52,
        "which": 0.57,
        "while": 0.29,
        "who": 0.91,
        "will": 0.71,
        "with": 1.35,
        "would": 0.31,
        "you": 0.48,
    },
)
