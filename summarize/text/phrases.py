"""Lines of page furniture that are known word for word, by the reason they go for.

Only a line that is nothing but such a phrase counts (see `furniture.line_reason`), so single words may stand
here: no article has a paragraph "Menu" without a full stop.
"""

_BY_REASON = {
    "navigation": """
        skip to main content / skip to content / skip to navigation / skip to main / skip navigation
        skip to footer / skip to search / skip links / skip ad / skip advert / jump to content / jump to navigation
        accessibility links / accessibility help / main menu / main navigation / site navigation / menu / menus
        toggle navigation / toggle menu / open menu / close menu / show menu / hide menu / navigation / search
        search site / search this site / search for / search button / close / close search / home / home page
        homepage / sitemap / site map / sections / all sections / back to top / back to the top / top of page
        return to top / go back / previous / next / previous article / next article / previous story / next story
        previous post / next post / older posts / newer posts / log in / login / sign in / sign out / log out
        logout / register / my account / create account / create an account / edition / u.s. edition
        international edition / change edition / choose edition / switch edition / select language / language
        print / print this page / print this article / print article / text size / font size / a a a / view all
        view more / show more / show less / see all / see more / load more / load more stories / loading / listen
        listen to this article / listen to article / listen to this story / save / save article / save for later
        save this story / bookmark / add to list / in this article / in this story / on this page
        table of contents / expand / collapse / please enable javascript / javascript is required / about us
        contact us / contact / help / faq / terms of use / terms of service / terms and conditions / terms
        privacy policy / privacy / privacy notice / careers / jobs / advertise / advertise with us / work with us
        breaking news / latest news / news / world / world news / politics / business / sport / sports / opinion
        culture / technology / entertainment / weather / lifestyle / travel / live tv / tv / radio / e-paper
        toggle caption / hide caption / enlarge this image / enlarge image / view gallery / full screen
        exit full screen / fullscreen / tags / topics / filed under / filed to
    """,
    "share buttons": """
        share / tweet / pin it / pin / share this / share this article / share this story / share this page
        share this post / share this with / share this video / share article / share story / share on
        share via / share with / share by email / share options / share full article / copy link / copy url
        copy link to clipboard / link copied / copied / copy this link / email this / email this article / email this story / email article / e-mail this article
        email to a friend / send to a friend / send this story / recommend / recommend this / like / like this
        embed / share save / save share / share this via / click to share / more sharing options
    """,
    "read more": """
        read more / read more here / read more now / more / learn more / find out more / see more here / read on
        continue reading / keep reading / continue / read full article / read the full article / read full story
        read the full story / read the rest / read the rest of this story / read original article / read article
        read next / full story / full article / more details / more info / more information / view article
        view full article / view original / click here / click for more / expand article / read the article
    """,
    "related links": """
        related / related articles / related stories / related content / related news / related links
        related topics / related posts / related coverage / related internet links / related video / related videos
        more on this story / more on this / more on this topic / more from this section / more stories
        more news / more to read / more like this / more in this section / more from the web / more top stories
        most read / most popular / most viewed / most shared / most commented / most watched / most emailed
        popular / popular stories / popular now / trending / trending now / trending stories / top stories
        top news / top headlines / latest / latest stories / latest headlines / latest videos / recommended
        recommended for you / recommended stories / you may also like / you might also like / you may like
        also read / read also / see also / also see / must read / must reads / must-reads / don't miss / up next
        what to read next / read this next / editor's picks / editors' picks / editor's choice / featured
        featured stories / from the web / around the web / from around the web / promoted stories / in pictures
        in case you missed it / elsewhere on the web / further reading / elsewhere on the bbc / top video
        top videos / explore more / keep exploring / stories for you
    """,
    "advertisement": """
        advertisement / advertisements / advertising / skip advertisement / ad / ads / advert / sponsored / sponsored content
        sponsored by / sponsored links / sponsored stories / promoted / promoted content / paid content
        paid post / partner content / story continues below / article continues below / scroll to continue
        story continues below advertisement / article continues below advertisement / continue below
        story continues after advertisement / article continues after advertisement / ad feedback / remove ads
        advertisement - continue reading below / advertisement continue reading the main story
        continue reading the main story / advertisement - scroll to continue / scroll for more
        scroll down to continue / this is an advertisement / why am i seeing this ad / report this ad
        photo advertisement continue reading the main story / advertisement advertisement / advertise here
    """,
    "comments": """
        comments / comment / leave a comment / leave a reply / add a comment / add comment / post a comment
        post comment / write a comment / view comments / view all comments / show comments / hide comments
        read comments / load comments / see comments / join the conversation / join the discussion
        join the debate / start the conversation / have your say / be the first to comment / comments are closed
        comments closed / no comments / no comments yet / comments off / report abuse / report this comment
        this discussion is now closed. / this debate is now closed. / sort by newest / reply / comments disabled
        this will appear next to all of your comments / view discussion thread / facebook comments / most liked
    """,
    "video": """
        watch live / watch now / watch live now / watch video / watch the video / watch the video above
        watch the full video / watch this video / watch more / watch again / watch next / watch live tv / watch
        watch in full / watch below / play / play video / play now / replay / replay video / video / videos
        media player / now playing / autoplay / video player is loading / video player / live stream / live video
        live / on air / up next video / media playback is not supported on this device
        media playback is unsupported on your device / this video can not be played / this video cannot be played
        can not play media. / cannot play media. / unmute / mute / click to unmute / video transcript
        this is a modal window. / no compatible source was found for this media. / more videos / related video
    """,
    "page not found": """
        page not found / page not found. / 404 / 404 not found / error 404 / 404 error / not found
        404 page not found / 404 - page not found / page unavailable / page does not exist / access denied
        403 forbidden / file not found / content not available / content unavailable / something went wrong
    """,
    "newsletter": """
        be the first to know / newsletter / newsletters / daily newsletter / our newsletter / the newsletter
        email newsletter / email newsletters / newsletter sign-up / newsletter signup / newsletter sign up
        sign up / sign me up / sign up now / sign up here / sign up today / sign up for free / subscribe
        subscribe now / subscribe today / subscribe here / subscribe for free / unsubscribe / email address
        your email / your email address / your e-mail address / enter your email / enter your email address
        email alerts / breaking news alerts / get alerts / turn on notifications / enable notifications
        allow notifications / browser notifications / get notifications / not now / no thanks / no, thanks
        maybe later / manage newsletters / subscribed / thanks for signing up
    """,
    "cookie notice": """
        accept / accept all / accept cookies / accept all cookies / allow all / allow cookies / reject all
        reject cookies / reject all cookies / decline / decline all / deny all / manage settings / manage cookies
        manage preferences / manage options / manage consent / manage choices / manage my cookies
        cookie settings / cookie policy / cookie preferences / cookie notice / cookies / cookie consent
        privacy settings / privacy preferences / your privacy / your privacy choices / i accept / i agree
        i understand / got it / ok, got it / agree / agree and close / agree and continue / accept & continue
        accept and continue / accept and close / consent / do not sell my personal information
        do not sell or share my personal information / california privacy rights / ad choices / adchoices
        save preferences / confirm my choices / necessary cookies only / only necessary / strictly necessary
        we value your privacy / we use cookies / this site uses cookies / this website uses cookies
    """,
    "app prompt": """
        open in app / open app / open in the app / get the app / download the app / download our app / install
        install app / use app / view in app / app store / google play / get it on google play / continue in browser
        continue in app / download on the app store / available on the app store / add to home screen
    """,
    "copyright": "all rights reserved / all rights reserved. / copyright / legal notice / disclaimer",
    "follow us": "follow / follow us / following / follow topic / follow author / stay connected / connect with us",
    "caption": "photo / photos / image / images / image credit / photo credit / slideshow / slide show / gallery / in pictures",
    "heading": "story highlights / highlights / key points / key takeaways",
    "page number": "page 1 / first page / last page / next page / previous page",
}


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for reason, phrases in _BY_REASON.items():
        for line in phrases.strip().splitlines():
            table.update((phrase.strip(), reason) for phrase in line.split(" / "))
    return table


# Phrase, in lower case, to reason.
PHRASES = _table()
LONGEST_PHRASE = max(map(len, PHRASES)) + 6  # characters, with the symbols that may stand around one
